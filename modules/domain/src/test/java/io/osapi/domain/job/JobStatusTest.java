package io.osapi.domain.job;

import static io.osapi.domain.job.Jobs.A;
import static io.osapi.domain.job.Jobs.B;
import static io.osapi.domain.job.Jobs.C;
import static io.osapi.domain.job.Jobs.acknowledged;
import static io.osapi.domain.job.Jobs.cancelled;
import static io.osapi.domain.job.Jobs.completed;
import static io.osapi.domain.job.Jobs.deadlineOver;
import static io.osapi.domain.job.Jobs.expired;
import static io.osapi.domain.job.Jobs.failed;
import static io.osapi.domain.job.Jobs.forAll;
import static io.osapi.domain.job.Jobs.forAny;
import static io.osapi.domain.job.Jobs.lost;
import static io.osapi.domain.job.Jobs.skipped;
import static io.osapi.domain.job.Jobs.started;
import static io.osapi.domain.job.Jobs.status;
import static io.osapi.domain.job.Jobs.timedOut;
import static io.osapi.domain.job.Jobs.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The rules of a job's status, one example each. */
class JobStatusTest {
  private static final long EXPIRY_SECONDS = Jobs.EXPIRY.toSeconds();

  @Test
  void a_job_that_nobody_has_begun_is_submitted() {
    assertThat(status(forAll(A, B), 1)).isEqualTo(JobStatus.SUBMITTED);
    assertThat(status(forAny(), 1)).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void holding_a_job_is_not_beginning_it() {
    assertThat(status(forAll(A), 2, acknowledged(A, 1))).isEqualTo(JobStatus.SUBMITTED);
    assertThat(status(forAny(), 2, acknowledged(A, 1))).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void a_job_that_nobody_began_in_time_is_expired_without_any_event() {
    assertThat(status(forAll(A, B), EXPIRY_SECONDS - 1)).isEqualTo(JobStatus.SUBMITTED);
    assertThat(status(forAll(A, B), EXPIRY_SECONDS)).isEqualTo(JobStatus.EXPIRED);
    assertThat(status(forAny(), EXPIRY_SECONDS)).isEqualTo(JobStatus.EXPIRED);
  }

  @Test
  void the_event_expires_a_job_for_readers_whose_clock_is_behind() {
    assertThat(status(forAll(A), 1, expired(EXPIRY_SECONDS))).isEqualTo(JobStatus.EXPIRED);
    assertThat(status(forAny(), 1, expired(EXPIRY_SECONDS))).isEqualTo(JobStatus.EXPIRED);
  }

  @Test
  void one_worker_that_began_makes_it_processing() {
    assertThat(status(forAll(A), 2, started(A, 1))).isEqualTo(JobStatus.PROCESSING);
    assertThat(status(forAny(), 2, started(A, 1))).isEqualTo(JobStatus.PROCESSING);
  }

  @Test
  void a_worker_that_may_still_begin_keeps_it_processing() {
    assertThat(status(forAll(A, B), 3, started(A, 1), completed(A, 2)))
        .isEqualTo(JobStatus.PROCESSING);
  }

  @Test
  void all_completed_is_completed() {
    assertThat(status(forAll(A, B), 3, completed(A, 1), completed(B, 2)))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void an_answer_counts_although_its_start_was_never_seen() {
    assertThat(status(forAny(), 3, completed(A, 2))).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void skipped_counts_as_done() {
    assertThat(status(forAll(A, B), 3, completed(A, 1), skipped(B, 2)))
        .isEqualTo(JobStatus.COMPLETED);
    assertThat(status(forAll(A, B), 3, skipped(A, 1), skipped(B, 2)))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void none_completed_is_failed() {
    assertThat(status(forAll(A, B), 3, failed(A, 1), failed(B, 2))).isEqualTo(JobStatus.FAILED);
    assertThat(status(forAll(A, B), 3, failed(A, 1), skipped(B, 2))).isEqualTo(JobStatus.FAILED);
    assertThat(status(forAny(), 3, failed(A, 1))).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void one_worker_done_and_one_failed_is_a_partial_failure() {
    assertThat(status(forAll(A, B), 3, completed(A, 1), failed(B, 2)))
        .isEqualTo(JobStatus.PARTIAL_FAILURE);
  }

  @Test
  void one_done_and_one_that_never_came_is_a_partial_failure_once_expired() {
    assertThat(status(forAll(A, B), EXPIRY_SECONDS - 1, completed(A, 1)))
        .isEqualTo(JobStatus.PROCESSING);
    assertThat(status(forAll(A, B), EXPIRY_SECONDS, completed(A, 1)))
        .isEqualTo(JobStatus.PARTIAL_FAILURE);
  }

  @Test
  void silence_past_the_deadline_is_a_failure() {
    var job = forAll(A, B);
    var events = timeline(started(A, 1), started(B, 1), completed(B, 2));

    assertThat(JobStatus.of(job, events, deadlineOver(1).minusSeconds(1)))
        .isEqualTo(JobStatus.PROCESSING);
    assertThat(JobStatus.of(job, events, deadlineOver(1))).isEqualTo(JobStatus.PARTIAL_FAILURE);
  }

  @Test
  void a_redelivery_gives_the_worker_its_time_again() {
    var events = timeline(started(A, 1, 1), started(A, 40, 2));

    assertThat(JobStatus.of(forAll(A), events, deadlineOver(1))).isEqualTo(JobStatus.PROCESSING);
    assertThat(JobStatus.of(forAll(A), events, deadlineOver(40))).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void a_redelivery_after_the_deadline_does_not_open_a_final_job_again() {
    assertThat(status(forAll(A), 201, started(A, 1, 1), started(A, 200, 2)))
        .isEqualTo(JobStatus.FAILED);
    assertThat(status(forAll(A), 203, started(A, 1, 1), started(A, 200, 2), completed(A, 202)))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_start_after_the_expiry_does_not_open_a_final_job_again() {
    assertThat(status(forAll(A), EXPIRY_SECONDS + 2, started(A, EXPIRY_SECONDS + 1)))
        .isEqualTo(JobStatus.EXPIRED);
    assertThat(status(forAll(A), 12, expired(10), started(A, 11))).isEqualTo(JobStatus.EXPIRED);
  }

  @Test
  void a_worker_that_was_lost_is_a_failure() {
    assertThat(status(forAll(A), 3, started(A, 1), lost(A, 2))).isEqualTo(JobStatus.FAILED);
    assertThat(status(forAll(A, B), 3, started(A, 1), lost(A, 2), completed(B, 2)))
        .isEqualTo(JobStatus.PARTIAL_FAILURE);
  }

  @Test
  void a_late_answer_replaces_lost_and_timed_out() {
    assertThat(status(forAll(A), 9, started(A, 1), lost(A, 2), completed(A, 8)))
        .isEqualTo(JobStatus.COMPLETED);
    assertThat(status(forAll(A), 9, started(A, 1), timedOut(A, 2), completed(A, 8)))
        .isEqualTo(JobStatus.COMPLETED);
    var late = timeline(started(A, 1), completed(A, 5_000));
    assertThat(JobStatus.of(forAll(A), late, Jobs.after(5_001))).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void cancelled_before_anybody_finished_is_cancelled_whatever_comes_later() {
    assertThat(status(forAll(A, B), 3, cancelled(2))).isEqualTo(JobStatus.CANCELLED);
    assertThat(status(forAll(A, B), 3, started(A, 1), cancelled(2))).isEqualTo(JobStatus.CANCELLED);
    assertThat(status(forAll(A), 9, started(A, 1), cancelled(2), completed(A, 8)))
        .isEqualTo(JobStatus.CANCELLED);
    assertThat(status(forAny(), 3, cancelled(2))).isEqualTo(JobStatus.CANCELLED);
    assertThat(status(forAny(), 9, started(A, 1), cancelled(2), completed(A, 8)))
        .isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void cancelled_after_somebody_finished_keeps_what_was_finished() {
    assertThat(status(forAll(A, B), 4, completed(A, 1), started(B, 1), cancelled(3, A)))
        .isEqualTo(JobStatus.PARTIAL_FAILURE);
    assertThat(status(forAll(A, B), 4, failed(A, 1), cancelled(3, A))).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void a_cancelled_job_stays_cancelled_when_its_expiry_passes() {
    assertThat(status(forAll(A), EXPIRY_SECONDS + 1, cancelled(2))).isEqualTo(JobStatus.CANCELLED);
    assertThat(status(forAny(), EXPIRY_SECONDS + 1, cancelled(2))).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void only_the_expected_workers_count() {
    assertThat(status(forAll(A), 3, completed(A, 1), failed(C, 2))).isEqualTo(JobStatus.COMPLETED);
    assertThat(status(forAll(A), 3, completed(C, 2))).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void of_two_that_took_a_job_for_any_the_first_answer_counts() {
    assertThat(status(forAny(), 9, started(A, 1), started(B, 5), failed(A, 7), completed(B, 8)))
        .isEqualTo(JobStatus.FAILED);
    assertThat(status(forAny(), 9, started(A, 1), started(B, 5), completed(B, 8)))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_job_for_any_whose_first_worker_was_lost_runs_at_the_second() {
    assertThat(status(forAny(), 9, started(A, 1), lost(A, 3))).isEqualTo(JobStatus.FAILED);
    assertThat(status(forAny(), 9, started(A, 1), lost(A, 3), started(B, 5)))
        .isEqualTo(JobStatus.PROCESSING);
  }

  @Test
  void submitted_and_processing_are_the_only_statuses_that_wait() {
    assertThat(Arrays.stream(JobStatus.values()).filter(status -> !status.isFinal()))
        .containsExactly(JobStatus.SUBMITTED, JobStatus.PROCESSING);
  }

  @Test
  void statuses_are_written_in_snake_case() {
    assertThat(JobStatus.PARTIAL_FAILURE.text()).isEqualTo("partial_failure");
    assertThat(WorkerStatus.TIMED_OUT.text()).isEqualTo("timed_out");
    assertThat(TimelineEvent.Kind.TIMED_OUT.text()).isEqualTo("timed_out");
  }
}
