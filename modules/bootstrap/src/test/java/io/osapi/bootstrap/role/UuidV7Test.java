package io.osapi.bootstrap.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UuidV7Test {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456789Z");

  @Test
  void a_million_ids_are_sorted_and_unique() {
    var ids = ids(new UuidV7(InstantSource.system()), 1_000_000);

    assertSortedAndUnique(ids);
  }

  @Test
  void ids_stay_sorted_while_the_clock_stands_still() {
    // More than the 4,096 that a millisecond has room for.
    var ids = ids(new UuidV7(InstantSource.fixed(NOON)), 10_000);

    assertSortedAndUnique(ids);
  }

  @Test
  void ids_stay_sorted_when_the_clock_is_set_back_by_a_day() {
    var now = new AtomicReference<>(NOON);
    var ids = new UuidV7(now::get);
    var before = ids.next();
    now.set(NOON.minus(Duration.ofDays(1)));

    assertThat(ids.next()).isGreaterThan(before);
  }

  @Test
  void an_id_begins_with_the_time_it_was_made() {
    var id = new UuidV7(InstantSource.fixed(NOON)).next().value();
    var millis = Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16);

    assertThat(Instant.ofEpochMilli(millis)).isEqualTo(Instant.parse("2026-01-31T12:00:00.123Z"));
  }

  @Test
  void two_processes_make_different_ids_at_the_same_time() {
    var clock = InstantSource.fixed(NOON);

    assertThat(new UuidV7(clock).next()).isNotEqualTo(new UuidV7(clock).next());
  }

  @Test
  void ids_of_many_threads_are_unique_and_sorted_in_each() throws Exception {
    var ids = new UuidV7(InstantSource.system());
    var all = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var batches =
          IntStream.range(0, 16).mapToObj(_ -> threads.submit(() -> ids(ids, 10_000))).toList();
      for (var batch : batches) {
        assertSortedAndUnique(batch.get());
        all.addAll(Arrays.asList(batch.get()));
      }
    }

    assertThat(all).hasSize(160_000);
  }

  private static String[] ids(UuidV7 ids, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> ids.next())
        .map(JobId::value)
        .toArray(String[]::new);
  }

  private static void assertSortedAndUnique(String[] ids) {
    for (int i = 1; i < ids.length; i++) {
      if (ids[i - 1].compareTo(ids[i]) >= 0) {
        throw new AssertionError(ids[i] + " came after " + ids[i - 1]);
      }
    }
  }
}
