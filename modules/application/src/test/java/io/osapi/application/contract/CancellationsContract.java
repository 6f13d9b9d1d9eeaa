package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.Cancellations;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** How a worker's {@link Cancellations} hear of what the API side stores. */
public interface CancellationsContract {
  /** Generous: reached only by cancellations that nobody hears. */
  Duration AT_MOST = Duration.ofSeconds(30);

  /** Of a worker that has been connected for a while. */
  Cancellations cancellations();

  /** Of a worker that connects now and is given these jobs; when this returns, it has them. */
  Cancellations ofWorkerThatConnectsNowAndIsGiven(Job... jobs);

  /** Of the API side. */
  JobStore store();

  @Test
  default void a_cancellation_is_heard_while_the_worker_is_connected() {
    var cancelled = newJob();
    var other = newJob();
    assertThat(cancellations().isCancelled(cancelled)).isFalse();
    cancel(cancelled);

    eventually().until(() -> cancellations().isCancelled(cancelled));
    assertThat(cancellations().isCancelled(other)).isFalse();
  }

  @Test
  default void other_events_cancel_nothing() {
    var job = newJob();
    Samples.everyKind(Samples.newHost()).stream()
        .filter(event -> !(event instanceof TimelineEvent.Cancelled))
        .forEach(event -> store().append(job, event));
    var last = newJob();
    cancel(last);
    eventually().until(() -> cancellations().isCancelled(last));

    assertThat(cancellations().isCancelled(job)).isFalse();
  }

  @Test
  default void what_was_cancelled_before_the_worker_connected_is_known_when_it_is_given_it() {
    var cancelled = Samples.job(new Target.Any());
    var other = Samples.job(new Target.Any());
    store().create(cancelled);
    store().create(other);
    cancel(cancelled.id());
    var late = ofWorkerThatConnectsNowAndIsGiven(cancelled, other);

    assertThat(late.isCancelled(cancelled.id())).isTrue();
    assertThat(late.isCancelled(other.id())).isFalse();
  }

  @Test
  default void a_stop_runs_once_when_the_job_is_cancelled_however_often() {
    var job = newJob();
    var stops = new AtomicInteger();
    try (var _ = cancellations().stopOf(job).whenStopped(stops::incrementAndGet)) {
      assertThat(stops).hasValue(0);
      cancel(job);
      eventually().until(() -> stops.get() > 0);
      cancel(job);
      flush();
    }

    assertThat(stops).hasValue(1);
  }

  @Test
  default void a_stop_of_what_was_cancelled_before_runs_at_once_and_once() {
    var job = newJob();
    cancel(job);
    eventually().until(() -> cancellations().isCancelled(job));
    var stops = new AtomicInteger();
    try (var _ = cancellations().stopOf(job).whenStopped(stops::incrementAndGet)) {
      assertThat(stops).hasValue(1);
      cancel(job);
      flush();
    }

    assertThat(stops).hasValue(1);
  }

  @Test
  default void all_who_run_a_job_are_stopped() {
    var job = newJob();
    var one = new AtomicInteger();
    var other = new AtomicInteger();
    try (var _ = cancellations().stopOf(job).whenStopped(one::incrementAndGet);
        var _ = cancellations().stopOf(job).whenStopped(other::incrementAndGet)) {
      cancel(job);
      eventually().until(() -> one.get() == 1 && other.get() == 1);
    }
  }

  @Test
  default void who_no_longer_wants_to_hear_is_not_stopped() {
    var job = newJob();
    var stops = new AtomicInteger();
    cancellations().stopOf(job).whenStopped(stops::incrementAndGet).close();
    cancel(job);
    eventually().until(() -> cancellations().isCancelled(job));

    assertThat(stops).hasValue(0);
  }

  @Test
  default void one_who_leaves_does_not_take_the_others_along() {
    var job = newJob();
    var stays = new AtomicInteger();
    var leaves = new AtomicInteger();
    try (var _ = cancellations().stopOf(job).whenStopped(stays::incrementAndGet)) {
      cancellations().stopOf(job).whenStopped(leaves::incrementAndGet).close();
      cancel(job);
      eventually().until(() -> stays.get() == 1);
    }

    assertThat(leaves).hasValue(0);
  }

  private JobId newJob() {
    var job = Samples.job(new Target.Any());
    store().create(job);
    return job.id();
  }

  private void cancel(JobId id) {
    store().append(id, new TimelineEvent.Cancelled(Instant.now(), "somebody", Set.of()));
  }

  /** Returns when everything is heard that was stored before. */
  private void flush() {
    var last = newJob();
    cancel(last);
    eventually().until(() -> cancellations().isCancelled(last));
  }

  private static ConditionFactory eventually() {
    return await().atMost(AT_MOST).pollInterval(Duration.ofMillis(5));
  }
}
