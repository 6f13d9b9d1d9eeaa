package io.osapi.application.projection;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A projection and a {@link ScannedJobs} are told the same, whatever comes in whatever order, and
 * must show the same. A failure names its seed: add it to {@link #seeds}.
 */
class JobProjectionModelTest {
  private static final int STEPS = 900;
  private static final int STEPS_PER_LOOK = 15;
  private static final Duration RETENTION = Duration.ofSeconds(20);

  /** So low that rows are closed up many times in one run. */
  private static final int MIN_GONE_TO_CLOSE_UP = 8;

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final ScannedJobs model = new ScannedJobs(RETENTION);
  private final JobProjection projection =
      new JobProjection(RETENTION, MIN_GONE_TO_CLOSE_UP, 1_000);
  private final List<JobId> ids = new ArrayList<>();

  /** The same ones in every run, and one that nobody has tried before. */
  static LongStream seeds() {
    return LongStream.concat(LongStream.range(0, 4), LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void it_shows_what_a_scan_of_all_jobs_and_events_shows(long seed) {
    var random = new RandomJobs(seed);
    for (int step = 0; step < STEPS; step++) {
      change(random);
      if (step % STEPS_PER_LOOK == 0) {
        assertAlike(random, "seed " + seed + ", step " + step);
      }
    }
  }

  private void change(RandomJobs random) {
    switch (random.below(200)) {
      case 0 -> clear();
      case 1, 2, 3, 4, 5, 6 -> remove(random);
      default -> {
        switch (random.below(10)) {
          case 0, 1, 2 -> add(random);
          case 3 -> now = now.plus(random.step());
          default -> happen(random);
        }
      }
    }
  }

  /** A new job, or one of which only events were heard, or one that was there before. */
  private void add(RandomJobs random) {
    var id = !ids.isEmpty() && random.below(4) == 0 ? random.oneOf(ids) : newId(random);
    if (!model.contains(id)) {
      var job = random.job(id, now);
      model.add(job);
      projection.add(job, now);
      projection.add(job, now);
    }
  }

  private void happen(RandomJobs random) {
    var id = ids.isEmpty() || random.below(20) == 0 ? newId(random) : recent(random);
    var event = random.event(now);
    tell(id, event);
    if (random.below(10) == 0) {
      tell(id, event);
    }
  }

  private void tell(JobId id, TimelineEvent event) {
    model.add(id, event);
    if (!projection.add(id, event, now)) {
      projection.refresh(model.record(id), now);
    }
  }

  private void remove(RandomJobs random) {
    if (!ids.isEmpty()) {
      var id = random.oneOf(ids);
      model.remove(id);
      projection.remove(id);
    }
  }

  private void clear() {
    model.clear();
    projection.clear();
  }

  private JobId newId(RandomJobs random) {
    ids.add(random.newId(now));
    return ids.getLast();
  }

  /** Most often one of the last, as events come soon after their job. */
  private JobId recent(RandomJobs random) {
    return random.below(4) == 0
        ? random.oneOf(ids)
        : random.oneOf(ids.subList(Math.max(0, ids.size() - 10), ids.size()));
  }

  private void assertAlike(RandomJobs random, String when) {
    model.evict(now);
    assertThat(projection.counts(now)).as(when).isEqualTo(model.counts(now));
    assertThat(projection.active(now))
        .as(when)
        .containsExactlyInAnyOrderElementsOf(model.active(now));
    var records = model.records();
    assertThat(projection.statuses(ids, now))
        .as(when)
        .isEqualTo(
            records.stream()
                .collect(toMap(record -> record.job().id(), record -> record.status(now))));
    for (var filter : random.filters(now)) {
      int limit = 1 + random.below(20);
      int offset = random.below(3) == 0 ? random.below(20) : 0;
      assertThat(projection.page(filter, limit, offset, now))
          .as("%s: %s, limit %d, offset %d", when, filter, limit, offset)
          .isEqualTo(ScannedJobs.page(records, filter, limit, offset, now));
    }
  }
}
