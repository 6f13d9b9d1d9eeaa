package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.memory.Outage;
import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class AwaitJobTest {
  private static final HostName A = new HostName("a");
  private static final HostName B = new HostName("b");

  /** Generous: reached only by a wait that is broken. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final MovableClock clock = new MovableClock();
  private final MemoryJobs jobs = new MemoryJobs(clock);
  private final Job job = job(new Target.All(), A, B);

  @Test
  void a_job_that_is_final_already_is_returned_without_a_wait() {
    jobs.create(job);
    jobs.append(job.id(), Samples.completed(A));
    jobs.append(job.id(), Samples.completed(B));

    JobFeed waitedFor =
        (id, atMost) ->
            new ForwardingWatch(jobs.watch(id, atMost)) {
              @Override
              public List<TimelineEvent> next(Duration wait) {
                throw new AssertionError("waited for a job that is final");
              }
            };

    assertThat(status(awaiting(waitedFor).await(job.id(), LONG))).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void the_wait_ends_with_the_last_answer_and_not_with_silence() throws Exception {
    jobs.create(job);
    var watching = new CountDownLatch(1);
    var awaited = inBackground(awaiting(telling(watching)));
    watching.await();
    jobs.append(job.id(), Samples.started(A));
    jobs.append(job.id(), Samples.completed(A));
    jobs.append(job.id(), Samples.completed(B));

    var took = timed(awaited);
    assertThat(status(awaited.get())).isEqualTo(JobStatus.COMPLETED);
    assertThat(took).isLessThan(LONG.dividedBy(4));
  }

  @Test
  void one_answer_of_two_does_not_end_the_wait() {
    jobs.create(job);
    jobs.append(job.id(), Samples.completed(A));

    assertThat(status(awaiting(jobs).await(job.id(), SHORT))).isEqualTo(JobStatus.PROCESSING);
  }

  @Test
  void the_wait_ends_at_its_limit_with_the_job_as_it_is() {
    jobs.create(job);
    long begin = System.nanoTime();
    var found = awaiting(jobs).await(job.id(), SHORT);

    assertThat(status(found)).isEqualTo(JobStatus.SUBMITTED);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SHORT, LONG.dividedBy(4));
  }

  @Test
  void what_time_alone_decides_is_noticed_although_the_feed_is_quiet() {
    jobs.create(job);

    assertThat(status(awaiting(quietWhile(Duration.ofMinutes(10))).await(job.id(), LONG)))
        .isEqualTo(JobStatus.EXPIRED);
  }

  @Test
  void an_answer_that_the_feed_left_out_is_found_in_the_store() {
    jobs.create(job);
    var feed = deaf();
    jobs.append(job.id(), Samples.completed(A));
    JobFeed stalled =
        (id, atMost) ->
            new ForwardingWatch(feed.watch(id, atMost)) {
              @Override
              public List<TimelineEvent> next(Duration wait) throws InterruptedException {
                jobs.append(job.id(), Samples.completed(B));
                return super.next(wait);
              }
            };

    assertThat(status(awaiting(stalled).await(job.id(), LONG))).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void an_event_between_the_watch_and_the_first_read_is_not_lost() {
    jobs.create(job);
    JobFeed answeredAtOnce =
        (id, atMost) -> {
          var watch = jobs.watch(id, atMost);
          jobs.append(id, Samples.completed(A));
          jobs.append(id, Samples.completed(B));
          return watch;
        };

    assertThat(status(awaiting(answeredAtOnce).await(job.id(), LONG)))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays_set() throws Exception {
    jobs.create(job);
    var found = new CompletableFuture<Boolean>();
    var watching = new CountDownLatch(1);
    var thread =
        Thread.startVirtualThread(() -> {
          awaiting(telling(watching)).await(job.id(), LONG);
          found.complete(Thread.currentThread().isInterrupted());
        });
    watching.await();
    thread.interrupt();

    await().atMost(LONG.dividedBy(4)).until(found::isDone);
    assertThat(found.get()).isTrue();
  }

  @Test
  void an_unknown_job_is_not_waited_for() {
    assertThatThrownBy(() -> awaiting(jobs).await(job.id(), LONG))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.JOB_NOT_FOUND));
  }

  @Test
  void a_store_out_of_reach_is_no_unknown_job() {
    var outage = new Outage();
    var store = new MemoryJobs(clock, outage);
    store.create(job);
    outage.begin();

    assertThatThrownBy(() -> new AwaitJob(new GetJob(store), store, clock).await(job.id(), LONG))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.UNAVAILABLE));
  }

  private AwaitJob awaiting(JobFeed feed) {
    return new AwaitJob(new GetJob(jobs), feed, clock);
  }

  private JobStatus status(JobRecord found) {
    return found.status(clock.instant());
  }

  private CompletableFuture<JobRecord> inBackground(AwaitJob awaitJob) {
    return CompletableFuture.supplyAsync(() -> awaitJob.await(job.id(), LONG), VIRTUAL);
  }

  private static Duration timed(CompletableFuture<?> until) {
    long begin = System.nanoTime();
    until.join();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** A feed that says when somebody waits for it. */
  private JobFeed telling(CountDownLatch waited) {
    return (id, atMost) ->
        new ForwardingWatch(jobs.watch(id, atMost)) {
          @Override
          public List<TimelineEvent> next(Duration wait) throws InterruptedException {
            waited.countDown();
            return super.next(wait);
          }
        };
  }

  /** A feed that never hears anything and makes nobody wait. */
  private JobFeed deaf() {
    return quietWhile(Duration.ZERO);
  }

  /** A feed that never hears anything; each wait takes that long by the clock, and no real time. */
  private JobFeed quietWhile(Duration eachWait) {
    return (id, atMost) ->
        new ForwardingWatch(jobs.watch(id, atMost)) {
          @Override
          public List<TimelineEvent> next(Duration wait) throws InterruptedException {
            clock.advance(eachWait);
            return List.of();
          }
        };
  }

  private Job job(Target target, HostName... expected) {
    return new Job(
        Samples.newId(),
        new Invocation<>(Samples.LOOK_GET, new NoInput()),
        target,
        List.of(expected),
        Duration.ofSeconds(30),
        clock.instant(),
        clock.instant().plus(Duration.ofHours(1)),
        "somebody",
        Optional.empty());
  }
}
