package io.osapi.domain.job;

import static io.osapi.domain.job.Jobs.A;
import static io.osapi.domain.job.Jobs.B;
import static io.osapi.domain.job.Jobs.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.worker.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every history, whatever the events and the order of their arrival. */
class JobStatusPropertyTest {
  /** A little longer than the expiry, so that times before and after it occur. */
  private static final int SPAN_SECONDS = 4_000;

  @Property
  void the_order_of_arrival_does_not_matter(
      @ForAll("jobs") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("times") Instant now,
      @ForAll long shuffle) {
    var shuffled = new ArrayList<>(history);
    Collections.shuffle(shuffled, new Random(shuffle));

    assertSame(Timeline.of(history), Timeline.of(shuffled), job, now);
  }

  @Property
  void a_repeated_event_changes_nothing(
      @ForAll("jobs") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("times") Instant now) {
    var once = Timeline.of(history);

    assertSame(once, once.with(history), job, now);
  }

  @Property
  void events_one_by_one_make_what_all_at_once_make(
      @ForAll("jobs") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("times") Instant now) {
    var grown = Timeline.EMPTY;
    for (var event : history) {
      grown = grown.with(List.of(event));
    }

    assertSame(Timeline.of(history), grown, job, now);
  }

  @Property
  void a_job_is_final_once_all_expected_workers_answered(
      @ForAll("broadcasts") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("answers") List<Answer> answers,
      @ForAll("times") Instant now) {
    var timeline = Timeline.of(history);
    for (int i = 0; i < job.expected().size(); i++) {
      timeline = timeline.with(List.of(Jobs.answered(job.expected().get(i), i, answers.get(i))));
    }

    assertThat(JobStatus.of(job, timeline, now).isFinal()).isTrue();
  }

  @Property
  void time_alone_ends_every_job(
      @ForAll("jobs") Job job, @ForAll("histories") List<TimelineEvent> history) {
    var endOfTime = Jobs.after(100L * SPAN_SECONDS);

    assertThat(JobStatus.of(job, Timeline.of(history), endOfTime).isFinal()).isTrue();
  }

  @Property
  void a_final_status_stays_unless_a_late_answer_replaces_a_silence(
      @ForAll("broadcasts") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("kinds") TimelineEvent.Kind laterKind,
      @ForAll("hosts") HostName laterHost,
      @ForAll("seconds") int nowSeconds) {
    var now = Jobs.after(nowSeconds);
    var before = Timeline.of(history.stream().filter(event -> !event.at().isAfter(now)).toList());
    var status = JobStatus.of(job, before, now);
    var host = Optional.ofNullable(before.outcomes(job, now).get(laterHost));
    Assume.that(status.isFinal() && isPossible(laterKind, host));

    var later = event(laterKind, laterHost, nowSeconds + 1, 1);
    var after = JobStatus.of(job, before.with(List.of(later)), later.at());
    boolean replacesSilence =
        later instanceof TimelineEvent.Answered
            && host.map(WorkerOutcome::status).filter(JobStatusPropertyTest::isSilence).isPresent();
    if (!replacesSilence) {
      assertThat(after).isEqualTo(status);
    }
    assertThat(after.isFinal()).isTrue();
  }

  /** A final job is not cancelled, and nobody is lost who had not begun. */
  private static boolean isPossible(TimelineEvent.Kind later, Optional<WorkerOutcome> host) {
    return switch (later) {
      case CANCELLED -> false;
      case LOST -> host.map(WorkerOutcome::status).filter(WorkerStatus.EXPIRED::equals).isEmpty();
      default -> true;
    };
  }

  @Property
  void a_job_has_an_outcome_for_each_expected_worker_and_no_other(
      @ForAll("broadcasts") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("times") Instant now) {
    assertThat(Timeline.of(history).outcomes(job, now).keySet())
        .containsExactlyElementsOf(job.expected());
  }

  @Property
  void a_worker_that_has_not_finished_has_no_end_and_one_that_has_has_one(
      @ForAll("jobs") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("times") Instant now) {
    assertThat(Timeline.of(history).outcomes(job, now).values())
        .allMatch(outcome -> outcome.finishedAt().isPresent() == outcome.status().isFinal());
  }

  @Property
  void whoever_did_not_complete_says_why(
      @ForAll("jobs") Job job,
      @ForAll("histories") List<TimelineEvent> history,
      @ForAll("times") Instant now) {
    assertThat(Timeline.of(history).outcomes(job, now).values())
        .filteredOn(outcome -> outcome.status().isFinal())
        .allMatch(
            outcome -> outcome.error().isPresent() == (outcome.status() != WorkerStatus.COMPLETED));
  }

  private static boolean isSilence(WorkerStatus status) {
    return status == WorkerStatus.TIMED_OUT
        || status == WorkerStatus.LOST
        || status == WorkerStatus.EXPIRED;
  }

  private static void assertSame(Timeline one, Timeline other, Job job, Instant now) {
    assertThat(other.events()).isEqualTo(one.events());
    assertThat(other.outcomes(job, now)).isEqualTo(one.outcomes(job, now));
    assertThat(JobStatus.of(job, other, now)).isEqualTo(JobStatus.of(job, one, now));
  }

  @Provide
  Arbitrary<Job> jobs() {
    return Arbitraries.of(Jobs.forAny(), Jobs.forAll(A), Jobs.forAll(A, B), Jobs.forAll(A, B, C));
  }

  @Provide
  Arbitrary<Job> broadcasts() {
    return jobs().filter(job -> !job.expected().isEmpty());
  }

  @Provide
  Arbitrary<Integer> seconds() {
    return Arbitraries.integers().between(0, SPAN_SECONDS);
  }

  @Provide
  Arbitrary<Instant> times() {
    return seconds().map(Jobs::after);
  }

  @Provide
  Arbitrary<TimelineEvent.Kind> kinds() {
    return Arbitraries.of(TimelineEvent.Kind.values())
        .filter(kind -> kind != TimelineEvent.Kind.SUBMITTED);
  }

  @Provide
  Arbitrary<HostName> hosts() {
    return Arbitraries.of(A, B, C);
  }

  @Provide
  Arbitrary<List<Answer>> answers() {
    return answer().list().ofSize(3);
  }

  @Provide
  Arbitrary<List<TimelineEvent>> histories() {
    return Combinators.combine(kinds(), hosts(), seconds(), Arbitraries.integers().between(1, 3))
        .as(JobStatusPropertyTest::event)
        .list()
        .ofMaxSize(12);
  }

  private static Arbitrary<Answer> answer() {
    return Arbitraries.of(
            TimelineEvent.Kind.COMPLETED,
            TimelineEvent.Kind.FAILED,
            TimelineEvent.Kind.SKIPPED,
            TimelineEvent.Kind.TIMED_OUT)
        .map(kind -> ((TimelineEvent.Answered) event(kind, A, 0, 1)).answer());
  }

  private static TimelineEvent event(
      TimelineEvent.Kind kind, HostName host, int seconds, int number) {
    return switch (kind) {
      case ACKNOWLEDGED -> Jobs.acknowledged(host, seconds);
      case STARTED -> Jobs.started(host, seconds, number);
      case PROGRESS -> new TimelineEvent.Progress(host, Jobs.after(seconds), "step " + number);
      case COMPLETED -> Jobs.completed(host, seconds);
      case FAILED -> Jobs.failed(host, seconds);
      case SKIPPED -> Jobs.skipped(host, seconds);
      case TIMED_OUT -> Jobs.timedOut(host, seconds);
      case LOST -> Jobs.lost(host, seconds);
      case CANCELLED ->
          Jobs.cancelled(seconds, Arrays.copyOf(new HostName[] {A, B, C}, number - 1));
      case EXPIRED -> Jobs.expired(seconds);
      case RETRIED ->
          new TimelineEvent.Retried(
              Jobs.after(seconds), JobId.of(Jobs.after(seconds), number, number), "somebody");
      case SUBMITTED -> throw new IllegalArgumentException("a job is its own submitted event");
    };
  }
}
