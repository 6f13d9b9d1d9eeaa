package io.osapi.domain.operation;

import io.osapi.domain.access.Scope;
import io.osapi.domain.shape.Shape;
import java.time.Duration;

/**
 * Something a worker can do, with the types of its input and output.
 *
 * @param scope what a caller needs to run it
 * @param summary one line for people, without a full stop
 * @param timeout how long one worker may take when the caller says nothing
 */
public record Operation<I extends Record, O extends Record>(
    OperationName name,
    Effect effect,
    Scope scope,
    String summary,
    Class<I> inputClass,
    Class<O> outputClass,
    Duration timeout) {

  /**
   * Made when it is first asked for: a command line needs the shapes of one operation, not of all.
   */
  public Shape<I> input() {
    return Shape.of(inputClass);
  }

  public Shape<O> output() {
    return Shape.of(outputClass);
  }

  /** The same operation for callers with another scope than its effect's usual one. */
  public Operation<I, O> needing(Scope other) {
    return new Operation<>(name, effect, other, summary, inputClass, outputClass, timeout);
  }

  /** The same operation with another default time limit per worker. */
  public Operation<I, O> within(Duration limit) {
    return new Operation<>(name, effect, scope, summary, inputClass, outputClass, limit);
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
