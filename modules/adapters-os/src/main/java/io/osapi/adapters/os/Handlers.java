package io.osapi.adapters.os;

import io.osapi.application.port.OperationRunner.Progress;
import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.OperationName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which operation is carried out by what; a handler of another operation's type does not compile.
 */
final class Handlers {
  private final SortedMap<OperationName, Bound<?, ?>> byName = new TreeMap<>();

  /** Carries out one operation; runs on a thread of its own that is interrupted at the timeout. */
  @FunctionalInterface
  interface Handler<I extends Record, O extends Record> {

    /**
     * @throws NotSupported if this host has no way to do it
     * @throws OperationFailure if it could not be done, with the reason
     * @throws InterruptedException if it was stopped; children are dead and files are whole by then
     */
    O handle(I input) throws IOException, InterruptedException;
  }

  /** As {@link Handler}, of what may take so long that it says how far it is. */
  @FunctionalInterface
  interface LongHandler<I extends Record, O extends Record> {
    O handle(I input, Progress progress) throws IOException, InterruptedException;
  }

  /** An operation with its own handler. */
  record Bound<I extends Record, O extends Record>(
      Operation<I, O> operation, LongHandler<? super I, ? extends O> handler) {

    Answer.Completed run(Record input, Progress progress) throws IOException, InterruptedException {
      O output = handler.handle(operation.input().recordClass().cast(input), progress);
      Optional<Boolean> changed =
          output instanceof Change change ? Optional.of(change.changed()) : Optional.empty();
      return new Answer.Completed(changed, operation.output().write(output));
    }
  }

  /**
   * @throws IllegalArgumentException if the operation has a handler already
   */
  <I extends Record, O extends Record> Handlers on(
      Operation<I, O> operation, Handler<? super I, ? extends O> handler) {
    return onLong(operation, (input, _) -> handler.handle(input));
  }

  /**
   * @throws IllegalArgumentException if the operation has a handler already
   */
  <I extends Record, O extends Record> Handlers onLong(
      Operation<I, O> operation, LongHandler<? super I, ? extends O> handler) {
    if (byName.putIfAbsent(operation.name(), new Bound<>(operation, handler)) != null) {
      throw new IllegalArgumentException("two handlers for " + operation);
    }
    return this;
  }

  Optional<Bound<?, ?>> find(OperationName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** In name order. */
  List<OperationName> names() {
    return List.copyOf(byName.keySet());
  }
}
