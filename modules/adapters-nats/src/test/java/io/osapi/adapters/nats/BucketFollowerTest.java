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
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading a bucket that holds far more than may be on its way. */
class BucketFollowerTest {
  private static final int MESSAGES = 1_000;
  private static final int MESSAGE_BYTES = 1 << 15;

  /** What may be on its way, and what the server sent before it saw that. */
  private static final int ENOUGH_BYTES = 12 << 20;

  private final Nats.Layout.Bucket bucket =
      new Nats.Layout.Bucket(Samples.newWord(), Duration.ofHours(1), 0, false, 1);
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private Link link;
  private Connection connection;

  @BeforeEach
  void fill() throws Exception {
    link = Link.open(new Nats.Endpoint(List.of(TestNats.url()), "test", Optional.empty()));
    connection = io.nats.client.Nats.connect(link.options());
    connection
        .keyValueManagement()
        .create(KeyValueConfiguration.builder().name(bucket.name()).build());
    for (int i = 0; i < MESSAGES; i++) {
      connection.keyValue(bucket.name()).put("k" + i, new byte[MESSAGE_BYTES]);
    }
  }

  @AfterEach
  void close() throws Exception {
    released.countDown();
    connection.close();
    link.close();
  }

  @Test
  void who_follows_slowly_is_sent_no_more_than_he_asked_for() throws Exception {
    var follower = new BucketFollower(new KeyBucket(link, bucket), false, new Slow());
    long before = connection.getStatistics().getInBytes();

    follower.subscribe(connection);
    await().atMost(Duration.ofSeconds(30)).until(() -> received(before) > MESSAGE_BYTES);
    await().during(Duration.ofSeconds(1)).until(() -> received(before) < ENOUGH_BYTES);
    assertThat(follower.isCaughtUp()).isFalse();

    released.countDown();
    await().atMost(Duration.ofSeconds(30)).until(follower::isCaughtUp);
    assertThat(heard)
        .isEqualTo(IntStream.range(0, MESSAGES).mapToObj(number -> "k" + number).toList());
  }

  private long received(long before) {
    return connection.getStatistics().getInBytes() - before;
  }

  private final class Slow implements BucketFollower.Listener {

    @Override
    public void heard(Message message) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      heard.add(message.getSubject().substring(("$KV." + bucket.name() + ".").length()));
    }

    @Override
    public void begin() {}
  }
}
