package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.impl.Headers;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A KV bucket, used as what it is: a stream that keeps the last message of each subject.
 *
 * <p>A put is a publish; many keys are read in one batch request, however many others there are.
 */
final class KeyBucket {
  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  private static final String OPERATION = "KV-Operation";

  /** Of a direct get. */
  private static final int NOT_FOUND_STATUS = 404;

  /** Of the JetStream API. */
  private static final int NOT_FOUND = 10037;

  private static final int WRONG_LAST_SEQUENCE = 10071;

  private final Link link;
  private final Publisher publisher;
  private final String name;
  private final BatchGet.Sender batches = new BatchGet.Sender();
  private volatile LongConsumer written = _ -> {};

  KeyBucket(Link link, Nats.Layout.Bucket bucket) {
    this.link = link;
    this.publisher = new Publisher(link);
    this.name = bucket.name();
  }

  /**
   * One key's value.
   *
   * @param recordedAt the broker's time: one clock for all hosts, so that skew disorders nothing
   */
  record Entry(String key, byte[] value, Instant recordedAt) {}

  String stream() {
    return stream(name);
  }

  /** The stream that a bucket is. */
  static String stream(Nats.Layout.Bucket bucket) {
    return stream(bucket.name());
  }

  static String stream(String bucket) {
    return "KV_" + bucket;
  }

  String subject(String key) {
    return "$KV." + name + "." + key;
  }

  /**
   * When it returns, the value is stored.
   *
   * @throws ProblemException {@code UNAVAILABLE}, {@code QUEUE_FULL}
   */
  void put(String key, byte[] value) {
    put(key, new Headers(), value);
  }

  /** As {@link #put}, with headers that followers see without the value. */
  void put(String key, Headers headers, byte[] value) {
    var here = PublishOptions.builder().expectedStream(stream()).build();
    var stored = Calls.call(() -> publisher.live().publish(subject(key), headers, value, here));
    written.accept(stored.getSeqno());
  }

  /**
   * As {@link #put}, but only where the key has no value, nor the mark that {@link #mark} leaves.
   *
   * @return false if it has one
   */
  boolean create(String key, byte[] value) throws IOException, JetStreamApiException {
    return create(key, new Headers(), value);
  }

  /** As {@link #create}, with headers that followers see without the value. */
  boolean create(String key, Headers headers, byte[] value)
      throws IOException, JetStreamApiException {
    var first =
        PublishOptions.builder().expectedStream(stream()).expectedLastSubjectSequence(0).build();
    try {
      var stored = publisher.live().publish(subject(key), headers, value, first);
      written.accept(stored.getSeqno());
      return true;
    } catch (JetStreamApiException refused) {
      if (refused.getApiErrorCode() != WRONG_LAST_SEQUENCE) {
        throw refused;
      }
      return false;
    }
  }

  /** Leaves a mark in place of the value, for those who follow the bucket. */
  void mark(String key) {
    var headers = new Headers();
    headers.add(OPERATION, "DEL");
    put(key, headers, new byte[0]);
  }

  /** Removes keys (wildcards allowed) without a trace. */
  void purge(String keys) {
    Calls.call(() ->
        link.live()
            .jetStreamManagement(OPTIONS)
            .purgeStream(stream(), PurgeOptions.subject(subject(keys))));
  }

  /** Sends the value and does not wait: it may be lost. */
  void putUnconfirmed(String key, byte[] value) {
    Calls.call(() -> {
      link.live().publish(subject(key), value);
      return null;
    });
  }

  /** Asks for the values of keys (wildcards allowed); the answer is read later. */
  Reading reading(Connection connection, String... keys) {
    var subjects = Stream.of(keys).map(this::subject).toList();
    return new Reading(connection, subjects, batches.send(connection, stream(), subjects));
  }

  /** Those that a key's value was stored with; empty where it has none. */
  Optional<Headers> headers(String key) {
    return Calls.call(() -> {
      try {
        return Optional.ofNullable(
            link.live()
                .jetStreamManagement(OPTIONS)
                .getLastMessage(stream(), subject(key))
                .getHeaders());
      } catch (JetStreamApiException refused) {
        if (refused.getApiErrorCode() != NOT_FOUND) {
          throw refused;
        }
        return Optional.empty();
      }
    });
  }

  /**
   * One key's value, or the last of several keys' (wildcards allowed). The subject of the request
   * names what is read, so that a role can be let read this and nothing else.
   */
  Optional<Entry> last(String keys) {
    return Calls.call(() -> {
      var found =
          link.live()
              .request(
                  "$JS.API.DIRECT.GET." + stream() + "." + subject(keys),
                  new byte[0],
                  Link.REQUEST_TIMEOUT);
      if (found == null) {
        throw new ProblemException(Problem.UNAVAILABLE);
      } else if (!found.isStatusMessage()) {
        return entry(found);
      } else if (found.getStatus().getCode() == NOT_FOUND_STATUS) {
        return Optional.empty();
      }
      throw new ProblemException(
          Problem.UNAVAILABLE, Map.of("answer", found.getStatus().getMessageWithCode()));
    });
  }

  /** Has {@code listener} told the sequence of each message that this process has stored. */
  void onWritten(LongConsumer listener) {
    written = listener;
  }

  /** The key of a stored message; a direct get tells it in a header. */
  String key(Message message) {
    var subject =
        Optional.ofNullable(message.getHeaders())
            .map(headers -> headers.getLast("Nats-Subject"))
            .orElse(message.getSubject());
    return subject.substring(subject("").length());
  }

  /** The entry in a stored message; empty for the mark that a deleted key leaves. */
  Optional<Entry> entry(Message message) {
    var headers = Optional.ofNullable(message.getHeaders());
    if (headers.map(each -> each.getLast(OPERATION)).isPresent()) {
      return Optional.empty();
    }
    // A direct get tells the time in a header, a consumer in the message itself.
    var time =
        headers
            .map(each -> each.getLast("Nats-Time-Stamp"))
            .map(Instant::parse)
            .orElseGet(() -> message.metaData().timestamp().toInstant());
    return Optional.of(new Entry(key(message), message.getData(), time));
  }

  /** A request that is under way. */
  final class Reading implements AutoCloseable {
    private final Connection connection;
    private final List<String> subjects;
    private final BatchGet batch;

    private Reading(Connection connection, List<String> subjects, BatchGet batch) {
      this.connection = connection;
      this.subjects = subjects;
      this.batch = batch;
    }

    List<Entry> entries() throws IOException, JetStreamApiException, InterruptedException {
      var inOneBatch = batch.read();
      var messages =
          inOneBatch.isPresent()
              ? inOneBatch.get()
              : LastMessages.read(connection, stream(), subjects);
      return messages.stream().map(KeyBucket.this::entry).flatMap(Optional::stream).toList();
    }

    @Override
    public void close() {
      batch.close();
    }
  }
}
