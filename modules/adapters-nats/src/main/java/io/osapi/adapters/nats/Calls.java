package io.osapi.adapters.nats;

import io.nats.client.JetStreamApiException;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.util.Map;

/** Calls to JetStream: what fails there is, to our callers, one of two problems. */
final class Calls {
  /** "maximum messages exceeded", "maximum bytes exceeded", "insufficient resources". */
  private static final java.util.Set<Integer> FULL = java.util.Set.of(10077, 10122, 10047, 10023);

  private Calls() {}

  /** A call that may fail in the client's ways. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException, JetStreamApiException, InterruptedException;
  }

  /**
   * @throws ProblemException {@code QUEUE_FULL} where the server has no room left, else {@code
   *     UNAVAILABLE}
   */
  static <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (JetStreamApiException refused) {
      throw FULL.contains(refused.getApiErrorCode())
          ? new ProblemException(Problem.QUEUE_FULL, Map.of(), refused)
          : new ProblemException(Problem.UNAVAILABLE, Map.of(), refused);
    } catch (IOException | IllegalStateException noAnswer) {
      // IllegalStateException: the client refuses to send while it reconnects.
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), noAnswer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), e);
    }
  }
}
