package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.FixedIds;
import io.osapi.application.memory.MemoryFleet;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.memory.Outage;
import io.osapi.application.port.Dispatch;
import io.osapi.application.port.JobFeed;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubmitWatchedTest {
  private static final HostName A = new HostName("a");
  private static final HostName B = new HostName("b");

  /** Generous: reached only by a wait that is broken. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private final MovableClock clock = new MovableClock();
  private final Outage outage = new Outage();
  private final MemoryJobs jobs = new MemoryJobs(clock, outage);
  private final MemoryFleet fleet = new MemoryFleet(clock);

  @Test
  void an_answer_before_the_submission_returns_is_heard() {
    join(A);
    var watching = watching(job -> jobs.append(job.id(), Samples.completed(A)));

    try (var watched = watching.submit(request(new Target.Host(A)), LONG)) {
      var end = watched.await();
      assertThat(end.status(clock.instant())).isEqualTo(JobStatus.COMPLETED);
      assertThat(end.timeline()).isEqualTo(jobs.find(end.job().id()).orElseThrow().timeline());
    }
  }

  @Test
  void the_wait_ends_with_the_last_of_several_answers() {
    join(A);
    join(B);
    var watching =
        watching(job -> {
          jobs.append(job.id(), Samples.started(A));
          jobs.append(job.id(), Samples.completed(A));
          Thread.startVirtualThread(() ->
              jobs.append(
                  job.id(),
                  Samples.answered(B, new Answer.Failed(new Fault("broken", "it broke")))));
        });

    try (var watched = watching.submit(request(new Target.All()), LONG)) {
      assertThat(watched.await().status(clock.instant())).isEqualTo(JobStatus.PARTIAL_FAILURE);
    }
  }

  @Test
  void what_the_feed_does_not_tell_of_answers_is_read_from_the_store() {
    join(A);
    Dispatch answering = job -> jobs.append(job.id(), Samples.completed(A));

    try (var watched =
        watching(this::outlines, answering).submit(request(new Target.Host(A)), LONG)) {
      var end = watched.await();
      assertThat(end.timeline()).isEqualTo(jobs.find(end.job().id()).orElseThrow().timeline());
    }
  }

  @Test
  void an_answer_that_the_feed_left_out_is_found_in_the_store() {
    join(A);
    JobFeed deaf =
        (id, atMost) ->
            new ForwardingWatch(jobs.watch(id, atMost)) {
              @Override
              public List<TimelineEvent> next(Duration wait) {
                return List.of();
              }
            };
    Dispatch answering = job -> jobs.append(job.id(), Samples.completed(A));

    try (var watched = watching(deaf, answering).submit(request(new Target.Host(A)), LONG)) {
      assertThat(watched.await().status(clock.instant())).isEqualTo(JobStatus.COMPLETED);
    }
  }

  @Test
  void without_time_to_wait_the_job_is_given_as_it_was_submitted() {
    join(A);

    try (var watched = watching(_ -> {}).submit(request(new Target.Host(A)), Duration.ZERO)) {
      assertThat(watched.await()).isEqualTo(watched.submitted());
      assertThat(jobs.find(watched.submitted().job().id())).isPresent();
    }
  }

  @Test
  void a_refused_job_is_not_listened_for() {
    var closed = new ArrayList<JobId>();
    JobFeed feed =
        (id, atMost) ->
            new ForwardingWatch(jobs.watch(id, atMost)) {
              @Override
              public void close() {
                closed.add(id);
                super.close();
              }
            };

    assertThatThrownBy(() -> watching(feed, _ -> {}).submit(request(new Target.Host(A)), LONG))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.NO_MATCHING_WORKER));
    assertThat(closed).hasSize(1);
  }

  @Test
  void answers_that_the_feed_tells_whole_are_not_read() {
    join(A);

    try (var watched = watching(this::lastWord).submit(request(new Target.Host(A)), LONG)) {
      var end = watched.await();
      outage.end();
      assertThat(end.timeline()).isEqualTo(jobs.find(end.job().id()).orElseThrow().timeline());
    }
  }

  @Test
  void an_outage_while_it_waits_is_said() {
    join(A);

    try (var watched =
        watching(this::outlines, this::lastWord).submit(request(new Target.Host(A)), LONG)) {
      assertThatThrownBy(watched::await)
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem()).isEqualTo(Problem.UNAVAILABLE));
    }
  }

  @Test
  void a_store_that_is_silent_for_one_read_ends_no_wait() {
    join(A);
    var reads = new AtomicInteger();
    JobFeed quietAtFirst =
        (id, atMost) ->
            new ForwardingWatch(jobs.watch(id, atMost)) {
              @Override
              public List<TimelineEvent> next(Duration wait) throws InterruptedException {
                switch (reads.incrementAndGet()) {
                  case 1 -> outage.begin();
                  case 2 -> {
                    outage.end();
                    jobs.append(id, Samples.completed(A));
                  }
                  default -> {
                    return super.next(wait);
                  }
                }
                return List.of();
              }
            };

    try (var watched = watching(quietAtFirst, _ -> {}).submit(request(new Target.Host(A)), LONG)) {
      assertThat(watched.await().status(clock.instant())).isEqualTo(JobStatus.COMPLETED);
      assertThat(reads).hasValue(2);
    }
  }

  private void join(HostName host) {
    fleet.send(new Heartbeat(Samples.worker(host, Labels.NONE, 1), Heartbeat.State.READY, 0));
  }

  private SubmitWatched watching(Dispatch dispatch) {
    return watching(jobs, dispatch);
  }

  private SubmitWatched watching(JobFeed feed, Dispatch dispatch) {
    var ids = new FixedIds();
    return new SubmitWatched(
        new SubmitJob(fleet, jobs, dispatch, ids, clock), new GetJob(jobs), jobs, feed, ids, clock);
  }

  /** Answers, and then the store is out of reach. */
  private void lastWord(Job job) {
    jobs.append(job.id(), Samples.completed(A));
    outage.begin();
  }

  /** A feed that tells of answers the outcome, and not what they say. */
  private JobFeed.Watch outlines(JobId id, Duration atMost) {
    return new ForwardingWatch(jobs.watch(id, atMost)) {
      @Override
      public List<TimelineEvent> next(Duration wait) throws InterruptedException {
        return super.next(wait).stream().map(SubmitWatchedTest::outline).toList();
      }
    };
  }

  private static TimelineEvent outline(TimelineEvent event) {
    return event instanceof TimelineEvent.Answered answered ? answered.outline() : event;
  }

  private static SubmitJob.Request request(Target target) {
    return new SubmitJob.Request(
        new Invocation<>(Samples.LOOK_GET, new NoInput()),
        target,
        Optional.empty(),
        Optional.empty(),
        new Principal("somebody", Set.of(Role.READ)));
  }
}
