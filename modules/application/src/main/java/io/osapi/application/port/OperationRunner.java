package io.osapi.application.port;

import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.OperationName;
import java.time.Duration;
import java.util.List;

/** Runs operations on this host. */
public interface OperationRunner {

  /** The operations that have a handler here, in name order. */
  List<OperationName> capabilities();

  /**
   * Runs it to its end, or stops it at {@code timeout}. Never throws for what the operation or the
   * host did wrong: that is an answer.
   */
  Execution run(Invocation<?, ?> invocation, Duration timeout);

  /**
   * What came of it.
   *
   * @param took from a monotonic clock
   */
  record Execution(Answer answer, Duration took) {}
}
