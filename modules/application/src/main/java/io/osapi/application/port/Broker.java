package io.osapi.application.port;

import java.util.List;
import java.util.Optional;

/** What the broker between the API and the workers says of itself, for those who watch over it. */
public interface Broker {

  /** How this process is connected. Known at any time: nobody waits for it. */
  Connection connection();

  /**
   * What the broker keeps for us, at most five seconds old; empty where it cannot be had. Takes at
   * most a second, and however many ask, the broker is asked at most every five seconds.
   */
  Optional<Holdings> holdings();

  /**
   * @param reconnects how often it was lost and made again since this process began
   */
  record Connection(State state, long reconnects) {}

  /** Whether there is a connection. */
  sealed interface State {}

  /**
   * @param url where to, without secrets
   * @param version of the server
   */
  record Up(String url, String version) implements State {}

  /**
   * @param fault in words for an operator
   */
  record Down(String fault) implements State {}

  /**
   * @param deadLetters deliveries that were given up and are kept
   */
  record Holdings(List<Stream> streams, List<Bucket> buckets, long deadLetters) {
    public Holdings {
      streams = List.copyOf(streams);
      buckets = List.copyOf(buckets);
    }
  }

  /** A stream of messages. */
  record Stream(String name, long messages, long bytes, long consumers) {}

  /** A bucket of keys with their values. */
  record Bucket(String name, long keys, long bytes) {}
}
