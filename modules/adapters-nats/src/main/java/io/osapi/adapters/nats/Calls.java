package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.JetStreamApiException;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Calls to JetStream: what fails there is, to our callers, one of two problems. */
final class Calls {
  /** "maximum messages exceeded", "maximum bytes exceeded", "insufficient resources". */
  private static final Set<Integer> FULL = Set.of(10077, 10122, 10047, 10023);

  private static final System.Logger LOG = System.getLogger(Calls.class.getName());
  private static final Complaints COMPLAINTS = new Complaints(System::nanoTime);

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
      complain(refused);
      throw FULL.contains(refused.getApiErrorCode())
          ? new ProblemException(Problem.QUEUE_FULL, Map.of(), refused)
          : new ProblemException(Problem.UNAVAILABLE, Map.of(), refused);
    } catch (IOException noAnswer) {
      complain(noAnswer);
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), noAnswer);
    } catch (IllegalStateException reconnecting) {
      // The client refuses to send meanwhile; the log says already that the connection is lost.
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), reconnecting);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), e);
    }
  }

  /** Callers are told that the store cannot be reached; only here it is known why. */
  private static void complain(Exception cause) {
    var text = String.valueOf(cause.getMessage());
    if (COMPLAINTS.isDue(text)) {
      LOG.log(WARNING, "NATS does not do what it is asked for: {0}", text);
    }
  }
}
