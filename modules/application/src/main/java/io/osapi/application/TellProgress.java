package io.osapi.application;

import io.osapi.application.port.JobReports;
import io.osapi.application.port.OperationRunner.Progress;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Records how far one worker is with one job, as often as somebody who waits may want to know: what
 * comes too soon after the one before is passed over. Thread-safe.
 */
final class TellProgress implements Progress {
  /** Who is done by then has said it all with the answer; most operations are. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** Between two of them at least: a tenth of the time so far, so that a day has some hundred. */
  static final int PARTS = 10;

  /** For one worker and job, each a record in the store. */
  static final int MAX_EVENTS = 100;

  /** One line of any terminal, twice over. */
  static final int MAX_MESSAGE_LENGTH = 500;

  private final HostName me;
  private final JobId job;
  private final JobReports reports;
  private final InstantSource clock;
  private final Instant begun;
  private Instant nextAt;
  private int told;

  TellProgress(HostName me, JobId job, JobReports reports, InstantSource clock) {
    this.me = me;
    this.job = job;
    this.reports = reports;
    this.clock = clock;
    this.begun = clock.instant();
    this.nextAt = begun.plus(QUIET);
  }

  @Override
  public void say(String message) {
    dueEvent(message).ifPresent(event -> reports.appendUnconfirmed(job, event));
  }

  private synchronized Optional<TimelineEvent> dueEvent(String message) {
    var now = clock.instant();
    if (now.isBefore(nextAt) || told == MAX_EVENTS) {
      return Optional.empty();
    }
    told++;
    nextAt = now.plus(Duration.between(begun, now).dividedBy(PARTS));
    return Optional.of(
        new TimelineEvent.Progress(me, now, CutResults.cut(message, MAX_MESSAGE_LENGTH)));
  }
}
