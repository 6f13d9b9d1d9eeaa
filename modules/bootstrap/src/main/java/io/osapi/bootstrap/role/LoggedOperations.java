package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.OperationName;
import java.time.Duration;
import java.util.List;

/**
 * Says in the log what this host does: one line for each operation that has ended, and one before,
 * should it change the host, for that may be the last that the host says.
 */
record LoggedOperations(OperationRunner operations) implements OperationRunner {
  /** Of a name that operators can remember. */
  private static final System.Logger LOG = System.getLogger("io.osapi.operations");

  @Override
  public List<OperationName> capabilities() {
    return operations.capabilities();
  }

  @Override
  public Execution run(
      Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
    var name = invocation.operation().name();
    LOG.log(invocation.operation().effect() == Effect.QUERY ? DEBUG : INFO, "{0} begins", name);
    var execution = operations.run(invocation, timeout, stop, progress);
    var answer = execution.answer();
    LOG.log(
        INFO,
        "{0} {1} after {2} ms{3}",
        name,
        answer.kind().text(),
        Long.toString(execution.took().toMillis()),
        answer.error().map(LoggedOperations::reason).orElse(""));
    return execution;
  }

  private static String reason(Fault fault) {
    return ": " + fault.code() + ": " + fault.message();
  }
}
