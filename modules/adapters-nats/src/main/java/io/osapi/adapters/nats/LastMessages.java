package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The last message of each of any number of subjects: slower than {@link BatchGet}, without its
 * bound.
 */
final class LastMessages {
  private LastMessages() {}

  static List<Message> read(Connection connection, String stream, List<String> subjects)
      throws IOException, JetStreamApiException, InterruptedException {
    var options =
        PushSubscribeOptions.builder().stream(stream)
            .ordered(true)
            .configuration(
                ConsumerConfiguration.builder()
                    .filterSubjects(subjects)
                    .deliverPolicy(DeliverPolicy.LastPerSubject)
                    .build())
            .build();
    var subscription = connection.jetStream().subscribe(null, options);
    try {
      var found = new ArrayList<Message>();
      long pending = subscription.getConsumerInfo().getCalculatedPending();
      while (pending > 0) {
        var message = subscription.nextMessage(Link.REQUEST_TIMEOUT);
        if (message == null) {
          throw new IOException("no answer to a read of " + stream + " in " + Link.REQUEST_TIMEOUT);
        }
        found.add(message);
        pending = message.metaData().pendingCount();
      }
      return found;
    } finally {
      subscription.unsubscribe();
    }
  }
}
