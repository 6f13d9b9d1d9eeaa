package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.port.Journal;
import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} remembers. */
public interface JournalContract {
  int THREADS = 32;
  int JOBS_PER_THREAD = 50;

  /** Finer than a millisecond, as the clocks of hosts are. */
  Instant THEN = Instant.parse("2026-01-31T12:00:00.123456789Z");

  /** The journal under test; the same at each call, until a crash. */
  Journal journal();

  /** The journal of a worker that starts after the one before was killed. */
  Journal journalAfterCrash();

  @Test
  default void a_job_that_was_never_begun_is_unknown() {
    assertThat(journal().find(Samples.newId())).isEqualTo(new Journal.Unknown());
  }

  @Test
  default void a_job_that_was_begun_is_begun_now_and_after_a_crash() {
    var id = begun();

    assertThat(journal().find(id)).isEqualTo(new Journal.Begun(THEN));
    assertThat(journalAfterCrash().find(id)).isEqualTo(new Journal.Begun(THEN));
  }

  @Test
  default void every_answer_is_found_whole_now_and_after_a_crash() {
    var answers = answers();
    var ids = answers.stream().map(this::finished).toList();

    assertThat(ids.stream().map(this::answer).toList()).isEqualTo(alike(answers));
    journalAfterCrash();
    assertThat(ids.stream().map(this::answer).toList()).isEqualTo(alike(answers));
  }

  @Test
  default void when_and_how_long_are_kept_to_the_nanosecond() {
    var finished = finished(new Answer.Skipped("not here"));
    var expected =
        new Journal.Finished(
            THEN, new Execution(new Answer.Skipped("not here"), Duration.ofNanos(1_234_567_891)));

    assertThat(journal().find(finished)).isEqualTo(expected);
    assertThat(journalAfterCrash().find(finished)).isEqualTo(expected);
  }

  @Test
  default void a_job_that_a_crash_cut_short_can_be_finished_after_it() {
    var id = begun();
    var answer = new Answer.Failed(new Fault("interrupted", "nobody knows"));
    journalAfterCrash().finish(id, finish(answer));

    assertThat(answer(id)).isEqualTo(alike(answer));
    journalAfterCrash();
    assertThat(answer(id)).isEqualTo(alike(answer));
  }

  @Test
  default void a_job_that_was_finished_without_a_beginning_is_known_while_the_worker_lives() {
    var id = Samples.newId();
    var answer = new Answer.Skipped("only read");
    journal().finish(id, finish(answer));

    assertThat(answer(id)).isEqualTo(alike(answer));
  }

  @Test
  default void an_interrupt_changes_nothing_and_stays_set() {
    Thread.currentThread().interrupt();
    var id = finished(new Answer.Skipped("told to stop"));
    boolean staysSet = Thread.interrupted();

    assertThat(staysSet).isTrue();
    assertThat(journalAfterCrash().find(id)).isInstanceOf(Journal.Finished.class);
  }

  @Test
  default void jobs_of_many_threads_never_mix() throws Exception {
    var reasons = new ConcurrentHashMap<JobId, String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          threads.invokeAll(
              Stream.<Callable<Void>>generate(() -> () -> finishSeveral(reasons))
                  .limit(THREADS)
                  .toList());
      for (Future<Void> each : running) {
        each.get();
      }
    }

    assertThat(reasons).hasSize(THREADS * JOBS_PER_THREAD);
    reasons.forEach((id, reason) -> assertThat(answer(id)).isEqualTo(alike(skipped(reason))));
    journalAfterCrash();
    reasons.forEach((id, reason) -> assertThat(answer(id)).isEqualTo(alike(skipped(reason))));
  }

  private Void finishSeveral(ConcurrentHashMap<JobId, String> reasons) {
    for (int i = 0; i < JOBS_PER_THREAD; i++) {
      var reason = Samples.newWord();
      reasons.put(finished(skipped(reason)), reason);
    }
    return null;
  }

  private JobId begun() {
    var id = Samples.newId();
    assertThat(journal().begin(id, THEN)).isEqualTo(Optional.empty());
    return id;
  }

  private JobId finished(Answer answer) {
    var id = begun();
    journal().finish(id, finish(answer));
    return id;
  }

  private static Journal.Finished finish(Answer answer) {
    return new Journal.Finished(THEN, new Execution(answer, Duration.ofNanos(1_234_567_891)));
  }

  private static Answer skipped(String reason) {
    return new Answer.Skipped(reason);
  }

  private static List<Answer> answers() {
    return Samples.everyKind(Samples.newHost()).stream()
        .filter(TimelineEvent.Answered.class::isInstance)
        .map(event -> ((TimelineEvent.Answered) event).answer())
        .toList();
  }

  private Answer answer(JobId id) {
    return alike(((Journal.Finished) journal().find(id)).execution().answer());
  }

  private static List<Answer> alike(List<Answer> answers) {
    return answers.stream().map(JournalContract::alike).toList();
  }

  /** A journal may change the Java class of a number. */
  private static Answer alike(Answer answer) {
    var event = Samples.answered(Samples.newHost(), answer);
    return ((TimelineEvent.Answered) Alike.alike(event)).answer();
  }
}
