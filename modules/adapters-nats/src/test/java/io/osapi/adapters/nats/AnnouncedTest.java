package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which announcements are removed at once, and which are left to the sweep. */
class AnnouncedTest {
  private static final HostName HOST = new HostName("one");
  private static final HostName OTHER = new HostName("other");
  private static final long PLACE = 7;

  private final List<Long> removed = new ArrayList<>();
  private final Announced announced = new Announced(removed::add);

  @Test
  void the_answer_of_the_one_that_was_asked_ends_it() {
    var job = announce(Samples.job(new Target.Host(HOST), HOST));
    announced.happened(job.id(), Samples.started(HOST));
    announced.happened(job.id(), Samples.completed(OTHER));
    assertThat(removed).isEmpty();

    announced.happened(job.id(), Samples.completed(HOST));
    announced.happened(job.id(), Samples.completed(HOST));
    assertThat(removed).containsExactly(PLACE);
  }

  @Test
  void a_job_for_any_ends_with_the_answer_of_whoever_took_it() {
    var job = announce(Samples.job(new Target.Any()));
    announced.happened(job.id(), Samples.completed(OTHER));

    assertThat(removed).containsExactly(PLACE);
  }

  @Test
  void one_answer_of_several_ends_nothing() {
    var job = announce(Samples.job(new Target.All(), HOST, OTHER));
    announced.happened(job.id(), Samples.completed(HOST));
    announced.happened(job.id(), Samples.completed(OTHER));
    assertThat(removed).isEmpty();

    announced.ended(job, JobStatus.COMPLETED, Duration.ZERO);
    assertThat(removed).containsExactly(PLACE);
  }

  /** The worker may be faster than the acknowledgement on its way to us. */
  @Test
  void an_end_may_be_heard_before_it_is_known_where_the_announcement_is() {
    var job = Samples.job(new Target.Any());
    announced.announce(
        job,
        () -> {
          announced.happened(job.id(), Samples.completed(HOST));
          assertThat(removed).isEmpty();
          return PLACE;
        });

    assertThat(removed).containsExactly(PLACE);
  }

  @Test
  void what_could_not_be_stored_is_not_remembered() {
    var job = Samples.job(new Target.Any());
    assertThatThrownBy(() ->
            announced.announce(
                job,
                () -> {
                  throw new IllegalStateException("refused by the test");
                }))
        .isInstanceOf(IllegalStateException.class);
    announced.happened(job.id(), Samples.completed(HOST));

    assertThat(removed).isEmpty();
  }

  @Test
  void what_was_given_up_is_kept_for_who_sends_the_dead_letter_again() {
    var job = announce(Samples.job(new Target.Host(HOST), HOST));
    var givenUp = new Answer.Failed(new Fault(NatsDeadLetters.UNDELIVERABLE, ""));
    announced.happened(job.id(), Samples.answered(HOST, givenUp));
    announced.happened(job.id(), Samples.completed(HOST));

    assertThat(removed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = JobStatus.class,
      names = {"COMPLETED", "EXPIRED"})
  void after_these_ends_nobody_can_answer(JobStatus end) {
    var job = announce(Samples.job(new Target.All(), HOST, OTHER));
    announced.ended(job, end, Duration.ZERO);

    assertThat(removed).containsExactly(PLACE);
  }

  @ParameterizedTest
  @EnumSource(
      value = JobStatus.class,
      names = {"FAILED", "PARTIAL_FAILURE", "CANCELLED"})
  void after_these_ends_the_sweep_has_to_look_who_may_still_answer(JobStatus end) {
    var job = announce(Samples.job(new Target.All(), HOST, OTHER));
    announced.ended(job, end, Duration.ZERO);
    announced.deleted(job.id());

    assertThat(removed).isEmpty();
  }

  @Test
  void a_deleted_job_needs_no_announcement() {
    var job = announce(Samples.job(new Target.All(), HOST, OTHER));
    announced.deleted(job.id());

    assertThat(removed).containsExactly(PLACE);
  }

  /** Else the message of another may be there now: the stream may be a new one. */
  @Test
  void places_are_not_trusted_after_a_reconnect() {
    var job = announce(Samples.job(new Target.Any()));
    announced.begin();
    announced.happened(job.id(), Samples.completed(HOST));

    assertThat(removed).isEmpty();
  }

  @Test
  void of_too_many_the_oldest_is_forgotten() {
    var oldest = announce(Samples.job(new Target.Any()));
    Job newest = oldest;
    for (int i = 0; i < Announced.MAX_REMEMBERED; i++) {
      newest = announce(Samples.job(new Target.Any()));
    }
    announced.happened(oldest.id(), Samples.completed(HOST));
    assertThat(removed).isEmpty();

    announced.happened(newest.id(), Samples.completed(HOST));
    assertThat(removed).hasSize(1);
  }

  private Job announce(Job job) {
    announced.announce(job, () -> PLACE);
    return job;
  }
}
