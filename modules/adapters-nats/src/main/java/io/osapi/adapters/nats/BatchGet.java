package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private final Subscription replies;

  private BatchGet(Subscription replies) {
    this.replies = replies;
  }

  /** Sends the request; several may be under way before the first is read. */
  static BatchGet send(Connection connection, String stream, List<String> subjects) {
    var inbox = connection.createInbox();
    var replies = connection.subscribe(inbox);
    connection.publish(
        "$JS.API.DIRECT.GET." + stream, inbox, Json.write(Map.of("multi_last", subjects)));
    return new BatchGet(replies);
  }

  /** What was found, in stream order; empty if it is more than the server gives in one batch. */
  Optional<List<Message>> read() throws InterruptedException {
    var found = new ArrayList<Message>();
    while (true) {
      var reply = replies.nextMessage(Link.REQUEST_TIMEOUT);
      if (reply == null) {
        throw new ProblemException(Problem.UNAVAILABLE);
      } else if (!reply.isStatusMessage()) {
        found.add(reply);
        continue;
      }
      return switch (reply.getStatus().getCode()) {
        case END_OF_BATCH, NONE -> Optional.of(found);
        case TOO_MANY -> Optional.empty();
        default ->
            throw new ProblemException(
                Problem.UNAVAILABLE, Map.of("answer", reply.getStatus().getMessageWithCode()));
      };
    }
  }

  @Override
  public void close() {
    if (replies.isActive()) {
      replies.unsubscribe();
    }
  }
}
