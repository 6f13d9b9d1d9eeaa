package io.osapi.adapters.nats;

import io.osapi.application.port.JobReports;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What a worker tells of a job. It keeps an answer until it can deliver it. */
final class NatsJobReports implements JobReports {
  /** Between two tries while the store, or who else is asked, is out of reach, or full. */
  private static final Duration RETRY_WAIT = Duration.ofMillis(200);

  private final Link link;
  private final EventWriter writer;
  private final String verdicts;

  /**
   * @param verdicts the subject on which this worker asks whether a job is over
   */
  NatsJobReports(Link link, EventWriter writer, String verdicts) {
    this.link = link;
    this.writer = writer;
    this.verdicts = verdicts;
  }

  @Override
  public void append(JobId id, TimelineEvent event) {
    untilReached(
        link,
        () -> {
          writer.write(id, event);
          return event;
        });
  }

  @Override
  public void appendUnconfirmed(JobId id, TimelineEvent event) {
    writer.writeUnconfirmed(id, event);
  }

  @Override
  public boolean isOver(JobId id, Instant now) {
    return untilReached(link, () -> Verdicts.ask(link.live(), verdicts, id));
  }

  /** Ends with the call's result, or with this process. */
  static <T> T untilReached(Link link, Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (ProblemException notNow) {
        if (!mayPass(notNow.problem()) || Calls.call(() -> link.pause(RETRY_WAIT))) {
          throw notNow;
        }
      }
    }
  }

  /** A full store has room again when jobs age or are deleted; until then the slot is taken. */
  private static boolean mayPass(Problem problem) {
    return problem == Problem.UNAVAILABLE || problem == Problem.QUEUE_FULL;
  }
}
