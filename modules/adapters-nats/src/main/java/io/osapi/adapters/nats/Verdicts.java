package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.JobId;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Tells workers whether a job that any of them may run is over. To see for itself a worker would
 * have to read what others told and answered, which it may not; so the API side looks.
 */
final class Verdicts {
  private static final System.Logger LOG = System.getLogger(Verdicts.class.getName());

  /** Shared by the API processes: one of them answers. */
  private static final String QUEUE = "api-verdicts";

  /** One request to the store, which itself gives up within a second. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private static final String OVER = "over";

  private final Nats.Layout layout;
  private final JobStore store;
  private final InstantSource clock;
  private Optional<Connection> served = Optional.empty();

  Verdicts(Nats.Layout layout, JobStore store, InstantSource clock) {
    this.layout = layout;
    this.store = store;
    this.clock = clock;
  }

  /** Where the worker with that token asks. */
  static String subject(Nats.Layout layout, String token) {
    return "osapi." + layout.jobs().name() + ".verdict." + token;
  }

  /** On every connect; the client itself renews what it has on a connection. */
  void subscribe(Connection connection) {
    if (served.filter(connection::equals).isPresent()) {
      return;
    }
    Dispatcher dispatcher =
        connection.createDispatcher(question ->
            // Not on the connection's one thread: a store that is slow must not keep others
            // waiting.
            Thread.ofVirtual().name("verdict").start(() -> answer(connection, question)));
    dispatcher.subscribe(subject(layout, "*"), QUEUE);
    served = Optional.of(connection);
  }

  private void answer(Connection connection, Message question) {
    if (question.getReplyTo() == null) {
      return;
    }
    try {
      var verdict = Members.versioned();
      verdict.put(OVER, isOver(question));
      connection.publish(question.getReplyTo(), Json.write(verdict));
    } catch (ProblemException | IllegalStateException notNow) {
      // Without an answer the worker asks again.
      LOG.log(System.Logger.Level.DEBUG, "no verdict: {0}", notNow.getMessage());
    }
  }

  /** Of a job for certain hosts nothing is told: those are in the hands of who they are for. */
  private boolean isOver(Message question) {
    return JobId.parse(new String(question.getData(), StandardCharsets.UTF_8))
        .flatMap(store::find)
        .map(
            record -> record.job().expected().isEmpty() && record.status(clock.instant()).isFinal())
        .orElse(true);
  }

  /**
   * Asks, as a worker.
   *
   * @throws ProblemException {@code UNAVAILABLE} where no API process answers
   */
  static boolean ask(Connection connection, String subject, JobId id) {
    try {
      var answer =
          connection.request(subject, id.value().getBytes(StandardCharsets.UTF_8), ANSWER_WITHIN);
      if (answer == null || answer.isStatusMessage()) {
        throw new ProblemException(Problem.UNAVAILABLE);
      }
      return Members.of(answer.getData()).flag(OVER).orElse(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), e);
    } catch (IllegalStateException notConnected) {
      throw new ProblemException(Problem.UNAVAILABLE, Map.of(), notConnected);
    }
  }
}
