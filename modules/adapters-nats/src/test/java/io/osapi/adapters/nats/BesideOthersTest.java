package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BesideOthersTest {
  private static final Duration RETRY = Duration.ofMillis(1);

  private final Link link =
      Link.open(new Nats.Endpoint(List.of("nats://127.0.0.1:1"), "nobody", Optional.empty()));

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void who_comes_after_it_does_not_wait_for_it() throws Exception {
    var goOn = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var beside =
        new BesideOthers(
            link,
            "a test",
            _ -> {
              goOn.await();
              ended.countDown();
            },
            RETRY);

    // Were it done here, this would never return.
    beside.onConnect(null);

    goOn.countDown();
    ended.await();
  }

  @Test
  void what_fails_is_tried_until_it_does_not() throws Exception {
    var tries = new AtomicInteger();
    var done = new CountDownLatch(1);
    var beside =
        new BesideOthers(
            link,
            "a test",
            _ -> {
              if (tries.incrementAndGet() < 5) {
                throw new IOException("no room");
              }
              done.countDown();
            },
            RETRY);

    beside.onConnect(null);

    done.await();
    assertThat(tries).hasValue(5);
  }

  @Test
  void the_next_connect_takes_its_place() throws Exception {
    var first = new CountDownLatch(1);
    var tries = new AtomicInteger();
    var beside =
        new BesideOthers(
            link,
            "a test",
            _ -> {
              // The first waits for the second, which does it.
              if (tries.incrementAndGet() == 1) {
                first.await();
                throw new IOException("no room");
              }
              first.countDown();
            },
            RETRY);

    beside.onConnect(null);
    while (tries.get() == 0) {
      Thread.onSpinWait();
    }
    beside.onConnect(null);

    first.await();
    link.close();
    assertThat(tries).hasValue(2);
  }
}
