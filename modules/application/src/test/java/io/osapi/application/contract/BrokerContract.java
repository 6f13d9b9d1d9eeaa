package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.Broker;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every {@link Broker} that is there says of itself. */
public interface BrokerContract {
  /** Twice as old as figures may be, and as long again for a machine that is busy. */
  Duration AT_MOST = Duration.ofSeconds(20);

  /** Longer than the port allows to wait, by what a busy machine adds. */
  Duration IN_TIME = Duration.ofSeconds(3);

  Broker broker();

  /** What is stored there is held by the broker. */
  JobStore store();

  @Test
  default void a_broker_that_is_there_says_where_and_what_it_is() {
    assertThat(broker().connection().state())
        .isInstanceOfSatisfying(
            Broker.Up.class,
            up -> {
              assertThat(up.url()).contains("://").doesNotContain("@");
              assertThat(up.version()).matches("\\d+\\.\\d+\\.\\d+.*");
            });
    assertThat(broker().connection().reconnects()).isNotNegative();
  }

  @Test
  default void it_tells_each_stream_and_each_bucket_once() {
    var holdings = broker().holdings().orElseThrow();

    assertThat(holdings.streams()).extracting(Broker.Stream::name).doesNotHaveDuplicates();
    assertThat(holdings.streams()).isNotEmpty();
    assertThat(holdings.buckets()).extracting(Broker.Bucket::name).doesNotHaveDuplicates();
    assertThat(holdings.buckets()).isNotEmpty();
    assertThat(holdings.deadLetters()).isNotNegative();
  }

  @Test
  default void what_is_stored_is_counted_soon() {
    long before = keys();
    store().create(Samples.job(new Target.Any()));

    await().atMost(AT_MOST).until(() -> keys() > before);
  }

  @Test
  default void nobody_waits_for_figures_longer_than_the_port_says() {
    long began = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      broker().connection();
      broker().holdings();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(IN_TIME);
  }

  private long keys() {
    return broker().holdings().orElseThrow().buckets().stream()
        .mapToLong(Broker.Bucket::keys)
        .sum();
  }
}
