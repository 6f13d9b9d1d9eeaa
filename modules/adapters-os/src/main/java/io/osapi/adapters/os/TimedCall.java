package io.osapi.adapters.os;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call that ends after a time at the latest: it has a virtual thread of its own, which an
 * interrupt gets out of a wait for a socket or a child process.
 */
final class TimedCall {
  private TimedCall() {}

  /**
   * @param silence what to say if it takes longer
   * @throws OperationFailure with that, or what the call itself throws
   */
  static <T> T within(Duration patience, Callable<T> call, OperationFailure silence)
      throws IOException, InterruptedException {
    var result = new CompletableFuture<T>();
    var thread = Thread.ofVirtual().name("timed").start(() -> complete(result, call));
    try {
      return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      throw silence;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException known) {
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    } finally {
      thread.interrupt();
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> call) {
    try {
      result.complete(call.call());
    } catch (Throwable failure) {
      // Whatever it is, who waits is told.
      result.completeExceptionally(failure);
    }
  }
}
