/**
 * Pure rules: the operations catalogue, jobs and their events, status, targets, roles, workers.
 *
 * <p>Depends on {@code java.base} only and uses only values of it: no I/O, clock, randomness,
 * threads or environment. What the rules need of the world comes in as an argument.
 */
module io.osapi.domain {
  exports io.osapi.domain.access;
  exports io.osapi.domain.job;
  exports io.osapi.domain.operation;
  exports io.osapi.domain.problem;
  exports io.osapi.domain.shape;
  exports io.osapi.domain.telemetry;
  exports io.osapi.domain.worker;
}
