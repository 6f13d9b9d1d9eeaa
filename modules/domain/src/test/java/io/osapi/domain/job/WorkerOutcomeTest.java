package io.osapi.domain.job;

import static io.osapi.domain.job.Jobs.A;
import static io.osapi.domain.job.Jobs.B;
import static io.osapi.domain.job.Jobs.acknowledged;
import static io.osapi.domain.job.Jobs.after;
import static io.osapi.domain.job.Jobs.cancelled;
import static io.osapi.domain.job.Jobs.completed;
import static io.osapi.domain.job.Jobs.failed;
import static io.osapi.domain.job.Jobs.forAll;
import static io.osapi.domain.job.Jobs.forAny;
import static io.osapi.domain.job.Jobs.lost;
import static io.osapi.domain.job.Jobs.outcome;
import static io.osapi.domain.job.Jobs.skipped;
import static io.osapi.domain.job.Jobs.started;
import static io.osapi.domain.job.Jobs.timedOut;
import static io.osapi.domain.job.Jobs.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of one worker's part. */
class WorkerOutcomeTest {
  private static final long EXPIRY_SECONDS = Jobs.EXPIRY.toSeconds();

  @Test
  void every_expected_worker_has_an_outcome_in_name_order() {
    assertThat(timeline(completed(B, 1)).outcomes(forAll(B, A), after(2)).keySet())
        .containsExactly(A, B);
  }

  @Test
  void a_job_for_any_has_no_outcome_until_a_worker_begins() {
    assertThat(timeline(acknowledged(A, 1)).outcomes(forAny(), after(2))).isEmpty();
    assertThat(timeline(started(A, 1)).outcomes(forAny(), after(2))).containsOnlyKeys(A);
  }

  @Test
  void a_worker_that_holds_the_job_is_acknowledged() {
    assertThat(outcome(forAll(A), A, 2, acknowledged(A, 1)).status())
        .isEqualTo(WorkerStatus.ACKNOWLEDGED);
  }

  @Test
  void times_are_those_of_the_first_start_and_of_the_answer() {
    var outcome = outcome(forAll(A), A, 9, started(A, 1, 1), started(A, 3, 2), completed(A, 7));

    assertThat(outcome.status()).isEqualTo(WorkerStatus.COMPLETED);
    assertThat(outcome.startedAt()).contains(after(1));
    assertThat(outcome.finishedAt()).contains(after(7));
    assertThat(outcome.took()).contains(Duration.ofMillis(1_500));
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(outcome.answer()).containsInstanceOf(Answer.Completed.class);
    assertThat(outcome.error()).isEmpty();
  }

  @Test
  void a_running_worker_has_not_finished_and_has_no_error() {
    var outcome = outcome(forAll(A), A, 2, started(A, 1));

    assertThat(outcome.status()).isEqualTo(WorkerStatus.PROCESSING);
    assertThat(outcome.finishedAt()).isEmpty();
    assertThat(outcome.error()).isEmpty();
  }

  @Test
  void what_a_worker_says_of_its_failure_is_its_error() {
    assertThat(outcome(forAll(A), A, 2, failed(A, 1)).error())
        .contains(new Fault("command-failed", "exit 3"));
    assertThat(outcome(forAll(A), A, 2, skipped(A, 1)).error())
        .contains(new Fault("not-supported", "not on this platform"));
    assertThat(outcome(forAll(A), A, 2, timedOut(A, 1)).error())
        .contains(new Fault("timed-out", "stopped"));
  }

  @Test
  void a_silent_worker_timed_out_at_its_deadline() {
    var deadline = after(1).plus(Jobs.TIMEOUT).plus(OutcomeFold.ANSWER_GRACE);
    var outcome = outcome(forAll(A), A, 1_000, started(A, 1));

    assertThat(outcome.status()).isEqualTo(WorkerStatus.TIMED_OUT);
    assertThat(outcome.finishedAt()).contains(deadline);
    assertThat(outcome.error()).map(Fault::code).contains("timed-out");
    assertThat(outcome.answer()).isEmpty();
  }

  @Test
  void a_lost_worker_finished_when_it_was_given_up() {
    var outcome = outcome(forAll(A), A, 5, started(A, 1), lost(A, 4));

    assertThat(outcome.status()).isEqualTo(WorkerStatus.LOST);
    assertThat(outcome.finishedAt()).contains(after(4));
    assertThat(outcome.error()).map(Fault::code).contains("lost");
  }

  @Test
  void a_worker_that_was_called_off_says_by_whom() {
    var outcome = outcome(forAll(A), A, 5, started(A, 1), cancelled(4));

    assertThat(outcome.status()).isEqualTo(WorkerStatus.CANCELLED);
    assertThat(outcome.finishedAt()).contains(after(4));
    assertThat(outcome.error()).contains(new Fault("cancelled", "cancelled by an operator"));
  }

  @Test
  void a_worker_that_did_not_begin_in_time_is_expired() {
    var outcome = outcome(forAll(A), A, EXPIRY_SECONDS, acknowledged(A, 1));

    assertThat(outcome.status()).isEqualTo(WorkerStatus.EXPIRED);
    assertThat(outcome.finishedAt()).contains(after(EXPIRY_SECONDS));
    assertThat(outcome.error()).map(Fault::code).contains("expired");
  }

  @Test
  void of_several_answers_of_one_worker_the_first_stands() {
    assertThat(outcome(forAll(A), A, 9, completed(A, 2), failed(A, 3)).status())
        .isEqualTo(WorkerStatus.COMPLETED);
  }

  @Test
  void a_real_answer_replaces_the_workers_own_time_out() {
    assertThat(outcome(forAll(A), A, 9, timedOut(A, 2), failed(A, 3)).status())
        .isEqualTo(WorkerStatus.FAILED);
  }
}
