/**
 * The host: carries out operations by reading {@code /proc} and asking the system's own services.
 *
 * <p>One provider per family and platform. Knows no job, no worker and no format: an input record
 * comes in, an output record goes out.
 */
module io.osapi.adapters.os {
  // The door implements a port of the application, whose types callers then see.
  requires transitive io.osapi.application;

  // For bootstrap, which builds the worker from it.
  exports io.osapi.adapters.os;
  // The same, for the worker's journal.
  exports io.osapi.adapters.os.journal;
  // The same, for who has started this process.
  exports io.osapi.adapters.os.supervisor;
  // The same, for the memory of this process.
  exports io.osapi.adapters.os.memory;
  // The same, for services of this host.
  exports io.osapi.adapters.os.units;
}
