/**
 * Emulated workers: a large fleet in one process, to try a system with before there are so many
 * hosts. An image for real hosts may leave it out; who uses it asks whether it is there.
 */
module io.osapi.emulator {
  // What every worker runs; operations and journal are ports that this module supplies itself.
  requires transitive io.osapi.application;
  // How a worker takes jobs, answers and beats.
  requires transitive io.osapi.adapters.nats;

  // For bootstrap and for the benchmarks.
  exports io.osapi.emulator;
}
