package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A KV bucket, used as what it is: a stream that keeps the last message of each subject.
 *
 * <p>A put is a publish; many keys are read in one batch request, however many others there are.
 */
final class KeyBucket {
  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  private final Link link;
  private final String name;

  KeyBucket(Link link, Nats.Layout.Bucket bucket) {
    this.link = link;
    this.name = bucket.name();
  }

  /**
   * One key's value.
   *
   * @param recordedAt the broker's time: one clock for all hosts, so that skew disorders nothing
   */
  record Entry(String key, byte[] value, Instant recordedAt) {}

  String stream() {
    return "KV_" + name;
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
    var here = PublishOptions.builder().expectedStream(stream()).build();
    Calls.call(() -> link.live().jetStream(OPTIONS).publish(subject(key), value, here));
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
    return new Reading(connection, subjects, BatchGet.send(connection, stream(), subjects));
  }

  /** The entry in a stored message; empty for the mark that a deleted key leaves. */
  Optional<Entry> entry(Message message) {
    var headers = Optional.ofNullable(message.getHeaders());
    if (headers.map(each -> each.getLast("KV-Operation")).isPresent()) {
      return Optional.empty();
    }
    // A direct get tells subject and time in headers, a consumer in the message itself.
    var subject = headers.map(each -> each.getLast("Nats-Subject")).orElse(message.getSubject());
    var time =
        headers
            .map(each -> each.getLast("Nats-Time-Stamp"))
            .map(Instant::parse)
            .orElseGet(() -> message.metaData().timestamp().toInstant());
    return Optional.of(new Entry(subject.substring(subject("").length()), message.getData(), time));
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
