package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/**
 * The last message of each of many subjects, by one direct request to a stream (the server's {@code
 * multi_last}, which the client library has no call for).
 *
 * <p>The replies end with status 204; 404 means that no subject has a message; 413 that more than
 * 1,024 do.
 */
final class BatchGet implements AutoCloseable {
  private static final int END_OF_BATCH = 204;
  private static final int NONE = 404;
  private static final int TOO_MANY = 413;

  private final String stream;
  private final Subscription replies;
  private final Consumer<Subscription> whole;
  private boolean isWhole;

  private BatchGet(String stream, Subscription replies, Consumer<Subscription> whole) {
    this.stream = stream;
    this.replies = replies;
    this.whole = whole;
  }

  /**
   * Sends requests. Each has its own inbox while it is under way; an inbox whose request was
   * answered to the end serves the next one, because every new one costs the server more than the
   * read.
   */
  static final class Sender {
    /** As many reads at the same time find an inbox. */
    private static final int MAX_IDLE = 64;

    private final Queue<Subscription> idle = new ArrayBlockingQueue<>(MAX_IDLE);

    /** Several requests may be under way before the first is read. */
    BatchGet send(Connection connection, String stream, List<String> subjects) {
      return send(connection, stream, Map.of("multi_last", subjects));
    }

    /** As {@link #send}, for what else the server gives in batches. */
    BatchGet send(Connection connection, String stream, Map<String, ?> request) {
      var replies = replies(connection);
      connection.publish("$JS.API.DIRECT.GET." + stream, replies.getSubject(), Json.write(request));
      return new BatchGet(stream, replies, this::keep);
    }

    private Subscription replies(Connection connection) {
      Subscription kept;
      while ((kept = idle.poll()) != null) {
        if (kept.isActive()) {
          return kept;
        }
      }
      return connection.subscribe(connection.createInbox());
    }

    private void keep(Subscription answered) {
      if (!idle.offer(answered)) {
        answered.unsubscribe();
      }
    }
  }

  /** What was found, in stream order; empty if it is more than the server gives in one batch. */
  Optional<List<Message>> read() throws IOException, InterruptedException {
    var found = new ArrayList<Message>();
    while (true) {
      var reply = replies.nextMessage(Link.REQUEST_TIMEOUT);
      if (reply == null) {
        throw new IOException("no answer to a read of " + stream + " in " + Link.REQUEST_TIMEOUT);
      } else if (!reply.isStatusMessage()) {
        found.add(reply);
        continue;
      }
      isWhole = true;
      return switch (reply.getStatus().getCode()) {
        case END_OF_BATCH, NONE -> Optional.of(found);
        case TOO_MANY -> Optional.empty();
        default ->
            throw new IOException(
                "a read of " + stream + " is refused: " + reply.getStatus().getMessageWithCode());
      };
    }
  }

  /** What was not answered to the end may be answered later, to nobody. */
  @Override
  public void close() {
    if (isWhole) {
      whole.accept(replies);
    } else if (replies.isActive()) {
      replies.unsubscribe();
    }
  }
}
