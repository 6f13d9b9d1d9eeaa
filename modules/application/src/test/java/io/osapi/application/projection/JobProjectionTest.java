package io.osapi.application.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.TimelineEvents;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class JobProjectionTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration RETENTION = Duration.ofHours(24);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration EXPIRES_IN = Duration.ofHours(1);
  private static final HostName A = new HostName("a");
  private static final HostName B = new HostName("b");

  private final JobProjection projection = new JobProjection(RETENTION, 0, 1_000);

  @Test
  void a_job_expires_at_its_time_and_not_later() {
    projection.add(job(1, new Target.Host(A), A), NOW);
    var expiry = NOW.plus(EXPIRES_IN);

    assertThat(statuses(expiry.minusNanos(1))).containsExactly(JobStatus.SUBMITTED);
    assertThat(statuses(expiry)).containsExactly(JobStatus.EXPIRED);
  }

  @Test
  void an_end_is_told_once_although_the_store_begins_anew() {
    var told = new ArrayList<JobId>();
    projection.whenFinal((job, _, _) -> told.add(job.id()), NOW);
    var before = job(1, new Target.Host(A), A);
    var after = job(2, new Target.Host(A), A);
    var answered = TimelineEvents.at(Samples.completed(A), NOW.plusSeconds(1));
    projection.add(before, NOW);
    projection.add(before.id(), answered, NOW.plusSeconds(1));
    projection.counts(NOW.plusSeconds(2));
    projection.clear();
    projection.add(before, NOW);
    projection.add(before.id(), answered, NOW.plusSeconds(1));
    projection.add(after, NOW);
    projection.add(
        after.id(),
        TimelineEvents.at(Samples.completed(A), NOW.plusSeconds(3)),
        NOW.plusSeconds(3));
    projection.counts(NOW.plusSeconds(4));

    assertThat(told).containsExactly(before.id(), after.id());
  }

  @Test
  void silence_becomes_a_time_out_after_the_deadline_even_if_somebody_looked_at_it() {
    var job = job(1, new Target.Host(A), A);
    projection.add(job, NOW);
    var deadline = NOW.plus(TIMEOUT).plus(GRACE);
    projection.add(job.id(), new TimelineEvent.Started(A, NOW, 1), deadline);

    assertThat(statuses(deadline)).containsExactly(JobStatus.PROCESSING);
    assertThat(statuses(deadline.plusNanos(1))).containsExactly(JobStatus.FAILED);
    assertThat(projection.active(deadline.plusNanos(1))).isEmpty();
  }

  @Test
  void what_is_said_of_jobs_that_never_come_does_not_pile_up() {
    var small = new JobProjection(RETENTION, 0, 10);
    var known = job(1, new Target.Host(A), A);
    small.add(known.id(), Samples.completed(A), NOW);
    for (int i = 0; i < 9; i++) {
      small.add(
          job(2, new Target.Host(A), A).id(), new TimelineEvent.Progress(A, NOW, "" + i), NOW);
    }
    small.add(known, NOW);
    assertThat(small.counts(NOW).byStatus()).containsOnlyKeys(JobStatus.COMPLETED);

    var forgotten = job(3, new Target.Host(A), A);
    small.add(forgotten.id(), Samples.completed(A), NOW);
    for (int i = 0; i < 1_000; i++) {
      small.add(
          job(4, new Target.Host(A), A).id(), new TimelineEvent.Progress(A, NOW, "" + i), NOW);
    }
    small.add(forgotten, NOW);
    assertThat(small.counts(NOW).byStatus().get(JobStatus.SUBMITTED)).isEqualTo(1);
  }

  @Test
  void an_event_of_a_final_job_is_not_taken_and_the_job_can_be_read_again() {
    var job = job(1, new Target.Host(A), A);
    projection.add(job, NOW);
    projection.add(job.id(), new TimelineEvent.Lost(A, NOW), NOW);
    var late = Samples.completed(A);

    assertThat(statuses(NOW)).containsExactly(JobStatus.FAILED);
    assertThat(projection.add(job.id(), late, NOW)).isFalse();
    projection.refresh(new JobRecord(job, Timeline.of(List.of(late))), NOW);
    assertThat(statuses(NOW)).containsExactly(JobStatus.COMPLETED);
  }

  @Test
  void a_job_for_any_worker_is_shown_to_each_that_began_it_however_it_was_heard() {
    var started = List.of(started(A, NOW), started(B, NOW.plusSeconds(1)));
    var after = job(1, new Target.Any());
    projection.add(after, NOW);
    started.forEach(event -> projection.add(after.id(), event, NOW));
    var before = job(2, new Target.Any());
    started.forEach(event -> projection.add(before.id(), event, NOW));
    projection.add(before, NOW);

    for (var host : List.of(A, B)) {
      assertThat(projection.page(ofWorker(host), 10, 0, NOW).ids())
          .containsExactly(before.id(), after.id());
    }
  }

  @Test
  void a_worker_that_begins_an_old_job_after_newer_ones_has_each_once() {
    var jobs = IntStream.range(0, 200).mapToObj(i -> job(i, new Target.Any())).toList();
    jobs.forEach(job -> projection.add(job, NOW));
    for (int i = jobs.size() - 1; i >= 0; i -= 2) {
      projection.add(jobs.get(i).id(), started(A, NOW), NOW);
    }
    for (int i = 0; i < jobs.size(); i++) {
      projection.add(jobs.get(i).id(), started(A, NOW), NOW);
      projection.add(jobs.get(i).id(), new TimelineEvent.Progress(A, NOW, "on"), NOW);
    }

    var page = projection.page(ofWorker(A), 1_000, 0, NOW);
    assertThat(page.total()).isEqualTo(200);
    assertThat(page.ids())
        .containsExactlyElementsOf(jobs.reversed().stream().map(Job::id).toList());
  }

  @Test
  void a_job_that_is_removed_while_it_is_active_leaves_nothing_behind() {
    var job = job(1, new Target.Host(A), A);
    projection.add(job, NOW);
    projection.add(job.id(), started(A, NOW), NOW);
    projection.remove(job.id());
    projection.remove(job.id());
    var muchLater = NOW.plus(EXPIRES_IN);

    assertThat(projection.active(muchLater)).isEmpty();
    assertThat(projection.counts(muchLater).total()).isZero();
    assertThat(projection.counts(muchLater).byOperation()).isEmpty();
    assertThat(projection.page(Filter.ALL, 10, 0, muchLater).ids()).isEmpty();
  }

  @Test
  void what_is_older_than_the_retention_is_gone_from_everywhere() {
    var old = job(1, new Target.Any());
    projection.add(old, NOW);

    assertThat(projection.counts(NOW.plus(RETENTION)).total()).isEqualTo(1);
    var after = NOW.plus(RETENTION).plusNanos(1);
    assertThat(projection.counts(after).total()).isZero();
    assertThat(projection.page(Filter.ALL, 10, 0, after).total()).isZero();
  }

  @Test
  void a_list_of_any_time_at_all_is_answered() {
    projection.add(job(1, new Target.Any()), NOW);
    var none = Optional.<HostName>empty();
    var always = filter(none, Optional.of(Instant.MIN), Optional.of(Instant.MAX));
    var never = filter(none, Optional.of(Instant.MAX), Optional.of(Instant.MIN));

    assertThat(projection.page(always, 10, 0, NOW).total()).isEqualTo(1);
    assertThat(projection.page(never, 10, 0, NOW).total()).isZero();
  }

  @Test
  void one_writes_and_several_read_and_every_look_is_consistent() {
    var running = new AtomicBoolean(true);
    var small = new JobProjection(Duration.ofSeconds(30), 16, 1_000);
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading =
          IntStream.range(0, 4)
              .mapToObj(_ ->
                  CompletableFuture.runAsync(
                      () -> {
                        while (running.get()) {
                          look(small);
                        }
                      },
                      readers))
              .toList();
      try {
        IntStream.range(0, 20_000).forEach(i -> write(small, i));
      } finally {
        running.set(false);
      }
      reading.forEach(CompletableFuture::join);
    }

    assertThat(small.counts(NOW.plusMillis(19_999)).byStatus())
        .containsOnlyKeys(JobStatus.COMPLETED, JobStatus.PROCESSING);
  }

  @Test
  void a_final_job_takes_some_hundred_bytes(TestReporter report) {
    int jobs = 50_000;
    int hosts = 5_000;
    long before = usedBytes();
    for (int i = 0; i < jobs; i++) {
      var host = new HostName("host-" + i % hosts);
      var job = job(i, new Target.Host(host), host);
      projection.add(job, NOW);
      projection.add(job.id(), started(host, NOW), NOW);
      projection.add(job.id(), Samples.completed(host), NOW);
    }
    long bytesPerJob = (usedBytes() - before) / jobs;
    report.publishEntry("bytes of heap per final job", Long.toString(bytesPerJob));

    assertThat(projection.counts(NOW).total()).isEqualTo(jobs);
    assertThat(bytesPerJob).isLessThan(600);
  }

  /** Ids in the order of their creation: one per millisecond, of which every third is removed. */
  private static void write(JobProjection projection, int i) {
    var now = NOW.plusMillis(i);
    var job = job(i, now, new Target.Host(A), A);
    projection.add(job.id(), started(A, now), now);
    projection.add(job, now);
    if (i % 2 == 0) {
      projection.add(job.id(), new TimelineEvent.Answered(A, now, TIMEOUT, done()), now);
    }
    if (i % 3 == 0) {
      projection.remove(job.id());
    }
  }

  private static void look(JobProjection projection) {
    var counts = projection.counts(NOW);
    assertThat(sum(counts.byStatus().values())).isEqualTo(counts.total());
    assertThat(sum(counts.byOperation().values())).isEqualTo(counts.total());
    var page = projection.page(ofWorker(A), 100, 0, NOW);
    assertThat(page.total()).isGreaterThanOrEqualTo(page.ids().size());
    assertThat(new HashSet<>(page.ids())).hasSameSizeAs(page.ids());
    assertThat(page.ids()).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(projection.active(NOW)).noneMatch(record -> record.status(NOW).isFinal());
  }

  private static long sum(Collection<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private List<JobStatus> statuses(Instant now) {
    return List.copyOf(projection.counts(now).byStatus().keySet());
  }

  private static Filter ofWorker(HostName host) {
    return filter(Optional.of(host), Optional.empty(), Optional.empty());
  }

  private static Filter filter(
      Optional<HostName> worker, Optional<Instant> since, Optional<Instant> until) {
    return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), worker, since, until);
  }

  private static TimelineEvent started(HostName host, Instant at) {
    return new TimelineEvent.Started(host, at, 1);
  }

  private static Answer done() {
    return new Answer.Completed(Optional.empty(), Map.of());
  }

  private static Job job(int number, Target target, HostName... expected) {
    return job(number, NOW, target, expected);
  }

  private static Job job(int number, Instant at, Target target, HostName... expected) {
    return new Job(
        JobId.of(at, 0, number),
        new Invocation<>(Samples.LOOK_GET, new NoInput()),
        target,
        List.of(expected),
        TIMEOUT,
        at,
        at.plus(EXPIRES_IN),
        "somebody",
        Optional.empty());
  }
}
