package io.osapi.application.port;

import io.osapi.domain.job.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Takes what an edge worker is asked over NATS. */
public interface CommandIntake {

  /** Begins as soon as there is a connection, and again with each new one. Returns at once. */
  Running open(Handler handler);

  /** What can be asked. */
  enum Command {
    PING,
    SERVICE,
    EXEC,
    LOGS,
    HEALTH,
    INVENTORY;

    /** As it stands in subjects. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Answers requests, many at once. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Command command, Request request) throws InterruptedException;
  }

  /** What came with a command. */
  sealed interface Request {
    record Members(Map<String, Object> members) implements Request {}

    /** Something else than a JSON object, or nothing. */
    record NoObject() implements Request {}

    /** It cannot be served now: nothing is done, and the answer says why. */
    record Declined(Fault why) implements Request {}
  }

  /**
   * @param members in their order
   * @param error the same as in the members, for whoever tells it elsewhere too
   */
  record Reply(Map<String, Object> members, Optional<Fault> error) {}

  /** An intake that was opened. */
  interface Running {

    /** Takes no more and waits up to {@code atMost} for the answers; true if all were given. */
    boolean drain(Duration atMost);
  }
}
