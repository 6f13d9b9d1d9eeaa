package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link JobIndex} shows of what is in its {@link JobStore}. */
public interface JobIndexContract {
  /** Generous: reached only by an index that is broken. */
  Duration AT_MOST = Duration.ofSeconds(30);

  JobIndex index();

  /** Of the same process. */
  JobStore store();

  @Test
  default void what_this_process_wrote_is_listed_at_once_newest_first() {
    var host = Samples.newHost();
    var jobs = Stream.generate(() -> jobFor(host)).limit(5).toList();

    assertThat(page(ofWorker(host)).ids())
        .containsExactlyElementsOf(jobs.reversed().stream().map(Job::id).toList());
  }

  @Test
  default void pages_follow_each_other_and_know_the_total() {
    var host = Samples.newHost();
    var jobs = Stream.generate(() -> jobFor(host)).limit(7).toList().reversed();

    var second = index().page(ofWorker(host), 3, 3);
    assertThat(second.total()).isEqualTo(7);
    assertThat(second.ids())
        .containsExactlyElementsOf(jobs.subList(3, 6).stream().map(Job::id).toList());
    assertThat(index().page(ofWorker(host), 3, 6).ids()).hasSize(1);
    assertThat(index().page(ofWorker(host), 3, 7).ids()).isEmpty();
  }

  @Test
  default void a_status_lists_the_jobs_that_have_it_now() {
    var host = Samples.newHost();
    var submitted = jobFor(host);
    var processing = jobFor(host);
    var completed = jobFor(host);
    var cancelled = jobFor(host);
    store().append(processing.id(), Samples.started(host));
    store().append(completed.id(), Samples.completed(host));
    store()
        .append(cancelled.id(), new TimelineEvent.Cancelled(Instant.now(), "somebody", Set.of()));

    assertListed(host, JobStatus.SUBMITTED, submitted);
    assertListed(host, JobStatus.PROCESSING, processing);
    assertListed(host, JobStatus.COMPLETED, completed);
    assertListed(host, JobStatus.CANCELLED, cancelled);
    assertThat(page(filter(host, JobStatus.FAILED)).ids()).isEmpty();
  }

  @Test
  default void time_alone_makes_a_job_expire_in_lists_too() {
    var host = Samples.newHost();
    var job = Samples.expiringIn(Duration.ofMillis(300), new Target.Host(host), host);
    store().create(job);

    assertListed(host, JobStatus.EXPIRED, job);
  }

  @Test
  default void a_job_for_any_worker_is_found_by_the_one_that_took_it() {
    var host = Samples.newHost();
    var job = Samples.job(new Target.Any());
    store().create(job);
    store().append(job.id(), Samples.completed(host));

    assertThat(page(ofWorker(host)).ids()).containsExactly(job.id());
  }

  @Test
  default void operation_and_target_and_time_narrow_a_list() {
    var host = Samples.newHost();
    var job = jobFor(host);
    var type = job.invocation().operation().name().toString();
    var target = Optional.of(job.target().text());
    var none = Optional.<Instant>empty();

    assertThat(
            page(new Filter(
                    Optional.empty(), Optional.of(type), target, Optional.empty(), none, none))
                .ids())
        .containsExactly(job.id());
    assertThat(
            page(new Filter(
                    Optional.empty(),
                    Optional.of("no.such.thing"),
                    target,
                    Optional.empty(),
                    none,
                    none))
                .ids())
        .isEmpty();
    var later = Optional.of(job.createdAt().plusMillis(1));
    assertThat(
            page(new Filter(
                    Optional.empty(), Optional.empty(), target, Optional.empty(), later, none))
                .ids())
        .isEmpty();
    assertThat(
            page(new Filter(
                    Optional.empty(), Optional.empty(), target, Optional.empty(), none, later))
                .ids())
        .containsExactly(job.id());
  }

  @Test
  default void a_deleted_job_is_no_longer_listed() {
    var host = Samples.newHost();
    var job = jobFor(host);
    store().delete(job.id());

    assertThat(page(ofWorker(host)).ids()).isEmpty();
  }

  @Test
  default void counts_follow_the_jobs() {
    var before = index().counts();
    var host = Samples.newHost();
    var job = jobFor(host);
    jobFor(host);
    store().append(job.id(), Samples.completed(host));
    var type = job.invocation().operation().name().toString();

    await()
        .atMost(AT_MOST)
        .untilAsserted(() -> {
          var after = index().counts();
          assertThat(after.total()).isEqualTo(before.total() + 2);
          assertThat(count(after, JobStatus.COMPLETED))
              .isEqualTo(count(before, JobStatus.COMPLETED) + 1);
          assertThat(after.byOperation().get(type))
              .isEqualTo(before.byOperation().getOrDefault(type, 0L) + 2);
        });
  }

  @Test
  default void each_end_is_told_once_with_what_the_job_became() {
    var host = Samples.newHost();
    var endedBefore = jobFor(host);
    store().append(endedBefore.id(), Samples.completed(host));
    assertListed(host, JobStatus.COMPLETED, endedBefore);
    var told = new ConcurrentLinkedQueue<String>();
    index().whenFinal((job, status, took) -> told.add(job.id() + " " + status + " " + took));
    var completed = jobFor(host);
    var cancelled = jobFor(host);
    var open = jobFor(host);
    store().append(open.id(), Samples.started(host));
    store().append(completed.id(), Samples.completed(host));
    store()
        .append(cancelled.id(), new TimelineEvent.Cancelled(Instant.now(), "somebody", Set.of()));
    store().append(cancelled.id(), Samples.completed(host));

    await()
        .atMost(AT_MOST)
        .untilAsserted(() -> {
          index().counts();
          assertThat(told)
              .hasSize(2)
              .anyMatch(each -> each.startsWith(completed.id() + " COMPLETED PT"))
              .anyMatch(each -> each.startsWith(cancelled.id() + " CANCELLED PT"))
              .noneMatch(each -> each.contains("PT-"));
        });
    index().whenFinal(JobIndex.EndListener.NONE);
  }

  private Job jobFor(HostName host) {
    var job = Samples.job(new Target.Host(host), host);
    store().create(job);
    return job;
  }

  private void assertListed(HostName host, JobStatus status, Job job) {
    await()
        .atMost(AT_MOST)
        .untilAsserted(
            () -> assertThat(page(filter(host, status)).ids()).containsExactly(job.id()));
  }

  private JobIndex.Page page(Filter filter) {
    return index().page(filter, 100, 0);
  }

  private static long count(JobIndex.Counts counts, JobStatus status) {
    return counts.byStatus().getOrDefault(status, 0L);
  }

  private static Filter ofWorker(HostName host) {
    return filter(host, Optional.empty());
  }

  private static Filter filter(HostName host, JobStatus status) {
    return filter(host, Optional.of(status));
  }

  private static Filter filter(HostName host, Optional<JobStatus> status) {
    return new Filter(
        status,
        Optional.empty(),
        Optional.empty(),
        Optional.of(host),
        Optional.empty(),
        Optional.empty());
  }
}
