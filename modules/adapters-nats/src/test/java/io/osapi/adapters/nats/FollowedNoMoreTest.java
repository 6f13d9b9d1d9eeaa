package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.KeyValueConfiguration;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bucket that is gone while the broker answers: what is stored is not seen any more. */
class FollowedNoMoreTest {
  private static final Logger LOG = Logger.getLogger(BucketFollower.class.getName());

  private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord said) {
          if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
            warnings.add(said);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Link link;
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    link = Link.open(new Nats.Endpoint(List.of(TestNats.url()), "test", Optional.empty()));
    connection = io.nats.client.Nats.connect(link.options());
    LOG.addHandler(ear);
  }

  @AfterEach
  void close() throws Exception {
    LOG.removeHandler(ear);
    connection.close();
    link.close();
  }

  @Test
  void it_is_said_once_a_minute_and_not_at_each_attempt() throws Exception {
    var bucket = new Nats.Layout.Bucket(Samples.newWord(), Duration.ofHours(1), 0, false, 1);
    var buckets = connection.keyValueManagement();
    buckets.create(KeyValueConfiguration.builder().name(bucket.name()).build());
    var follower = new BucketFollower(new KeyBucket(link, bucket), false, new Deaf());
    follower.subscribe(connection);
    await().until(follower::isCaughtUp);
    assertThat(warnings).isEmpty();

    buckets.delete(bucket.name());

    await().atMost(Duration.ofSeconds(40)).until(() -> !warnings.isEmpty());
    await().during(Duration.ofSeconds(1)).until(() -> warnings.size() == 1);
    assertThat(warnings.getFirst().getParameters()[0]).isEqualTo("KV_" + bucket.name());
  }

  private static final class Deaf implements BucketFollower.Listener {
    @Override
    public void heard(Message message) {}

    @Override
    public void begin() {}
  }
}
