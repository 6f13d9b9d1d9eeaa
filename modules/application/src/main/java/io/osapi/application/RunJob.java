package io.osapi.application;

import io.osapi.application.port.Cancellations;
import io.osapi.application.port.JobReports;
import io.osapi.application.port.Journal;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A worker's part of a job: run the operation, answer. However often a job is delivered, its effect
 * happens at most once here; the journal knows.
 */
public final class RunJob {
  private static final Fault INTERRUPTED =
      new Fault(
          "interrupted", "the worker ended while it ran this; whether it took effect is not known");

  private final HostName me;
  private final JobReports reports;
  private final OperationRunner operations;
  private final Cancellations cancellations;
  private final Journal journal;
  private final Tracing tracing;
  private final InstantSource clock;
  private final Turns turns = new Turns();

  public RunJob(
      HostName me,
      JobReports reports,
      OperationRunner operations,
      Cancellations cancellations,
      Journal journal,
      Tracing tracing,
      InstantSource clock) {
    this.me = me;
    this.reports = reports;
    this.operations = operations;
    this.cancellations = cancellations;
    this.journal = journal;
    this.tracing = tracing;
    this.clock = clock;
  }

  /**
   * When it returns, the job is answered, or it was not to be run here: broadcasts from before this
   * worker joined, jobs that nobody began in time, jobs that were called off.
   *
   * @param attempt 1 for the first delivery
   */
  public void run(Job job, int attempt) {
    if (job.concerns(me)) {
      turns.inTurn(job.id(), () -> runOrAnswerAgain(job, attempt));
    }
  }

  private void runOrAnswerAgain(Job job, int attempt) {
    switch (journal.find(job.id())) {
      case Journal.Finished finished -> answer(job, finished);
      case Journal.Begun _ -> conclude(job, withoutRunning(INTERRUPTED));
      case Journal.Unknown _ -> {
        if (mayBegin(job) && !isOver(job, attempt)) {
          conclude(job, begin(job, attempt));
        }
      }
    }
  }

  private boolean mayBegin(Job job) {
    return !job.hasExpired(clock.instant()) && !cancellations.isCancelled(job.id());
  }

  /**
   * Whether a job that another worker may have begun is final already: its worker was silent past
   * its deadline, and what was told as final must not become open again.
   */
  private boolean isOver(Job job, int attempt) {
    return attempt > 1 && job.expected().isEmpty() && reports.isOver(job.id(), clock.instant());
  }

  /**
   * Without a journal, what changes the host is refused and not left to be delivered again: the
   * caller learns at once why nothing was done, and can ask again when the disk has room. What only
   * reads needs no journal.
   */
  private Execution begin(Job job, int attempt) {
    var unwritable =
        job.invocation().operation().effect().mayRunAgain()
            ? Optional.<String>empty()
            : journal.begin(job.id(), clock.instant());
    return unwritable
        .map(reason ->
            withoutRunning(
                new Fault(
                    "journal-unavailable",
                    "nothing was done: the worker cannot write its journal: " + reason)))
        .orElseGet(() -> perform(job, attempt));
  }

  private Execution perform(Job job, int attempt) {
    // Nobody waits for this one: the answer is stored after it on the same connection.
    reports.appendUnconfirmed(job.id(), new TimelineEvent.Started(me, clock.instant(), attempt));
    return tracing.call(
        operation(job),
        running -> {
          var execution =
              operations.run(
                  job.invocation(),
                  job.timeout(),
                  cancellations.stopOf(job.id()),
                  new TellProgress(me, job.id(), reports, clock));
          tell(running, execution.answer());
          return execution;
        });
  }

  private static void tell(Tracing.Running running, Answer answer) {
    running.attribute("osapi.outcome", answer.kind().text());
    switch (answer) {
      case Answer.Failed(var fault) -> running.failed(fault.code());
      case Answer.TimedOut(var fault) -> running.failed(fault.code());
      // A platform that lacks something is no failure.
      case Answer.Completed _, Answer.Skipped _ -> {}
    }
  }

  private Tracing.Activity operation(Job job) {
    var name = job.invocation().operation().name().toString();
    return new Tracing.Activity(
        name,
        Tracing.Kind.INTERNAL,
        Optional.empty(),
        Map.of("osapi.operation", name, "osapi.job.id", job.id().value(), "host.name", me.value()),
        Map.of());
  }

  /** Journalled before it is answered: an answer that somebody saw is never replaced by another. */
  private void conclude(Job job, Execution execution) {
    var finished =
        new Journal.Finished(
            clock.instant(), new Execution(CutResults.cut(execution.answer()), execution.took()));
    journal.finish(job.id(), finished);
    answer(job, finished);
  }

  private void answer(Job job, Journal.Finished finished) {
    var execution = finished.execution();
    reports.append(
        job.id(),
        new TimelineEvent.Answered(me, finished.at(), execution.took(), execution.answer()));
  }

  private static Execution withoutRunning(Fault fault) {
    return new Execution(new Answer.Failed(fault), Duration.ZERO);
  }
}
