package io.osapi.application.memory;

import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.OperationName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Runs operations that a test gives as functions; each on a thread of its own. */
public final class MemoryRunner implements OperationRunner {
  private final Map<OperationName, Function<Invocation<?, ?>, Answer>> handlers =
      new ConcurrentSkipListMap<>();

  /** The function's output is the answer; an exception it throws is a failure with its message. */
  public <I extends Record, O extends Record> MemoryRunner on(
      Operation<I, O> operation, Function<I, O> handler) {
    return answering(operation, input -> completed(operation, handler.apply(input)));
  }

  /** The function's answer, whatever it is. */
  public <I extends Record> MemoryRunner answering(
      Operation<I, ?> operation, Function<I, Answer> handler) {
    var type = operation.input().recordClass();
    handlers.put(operation.name(), call -> handler.apply(type.cast(call.input())));
    return this;
  }

  @Override
  public List<OperationName> capabilities() {
    return List.copyOf(handlers.keySet());
  }

  @Override
  public Execution run(
      Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
    long begin = System.nanoTime();
    var answer =
        Optional.ofNullable(handlers.get(invocation.operation().name()))
            .map(handler -> within(timeout, stop, handler, invocation))
            .orElseGet(() -> new Answer.Skipped("no handler for " + invocation.operation()));
    return new Execution(answer, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static Answer within(
      Duration timeout,
      Stop stop,
      Function<Invocation<?, ?>, Answer> handler,
      Invocation<?, ?> invocation) {
    var answer = new CompletableFuture<Answer>();
    var thread =
        Thread.startVirtualThread(() -> {
          try {
            answer.complete(handler.apply(invocation));
          } catch (Throwable thrown) {
            answer.completeExceptionally(thrown);
          }
        });
    var stopped = new Answer.Failed(new Fault("cancelled", "the job was cancelled"));
    try (var _ =
        stop.whenStopped(() -> {
          answer.complete(stopped);
          thread.interrupt();
        })) {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      return new Answer.Failed(
          new Fault("handler-failed", String.valueOf(failed.getCause().getMessage())));
    } catch (TimeoutException tooLong) {
      thread.interrupt();
      return new Answer.TimedOut(new Fault("timed-out", "stopped after " + timeout));
    } catch (InterruptedException shutdown) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Answer.Failed(new Fault("interrupted", "the worker was stopped"));
    }
  }

  private static <O extends Record> Answer completed(Operation<?, O> operation, O output) {
    var changed =
        output instanceof Change change ? Optional.of(change.changed()) : Optional.<Boolean>empty();
    return new Answer.Completed(changed, operation.output().write(output));
  }
}
