package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;

import io.nats.client.Message;
import io.osapi.application.port.JobReports;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;

/**
 * Sees to deliveries that this worker cannot read: they go to the dead letters whole, the job they
 * are about fails here with the reason, and nothing behind them waits.
 */
record Undertaker(Link link, Nats.Layout layout, HostName me, JobReports reports) {
  private static final System.Logger LOG = System.getLogger(Undertaker.class.getName());

  void bury(Message delivery, Json.Unreadable unreadable) {
    LOG.log(
        ERROR, "unreadable delivery on " + delivery.getSubject() + ": " + unreadable.getMessage());
    var letter =
        new Letter(
            TraceHeaders.read(delivery.getHeaders()),
            NatsDeadLetters.jobOf(delivery.getHeaders()),
            unreadable.getMessage(),
            (int) delivery.metaData().deliveredCount());
    try {
      NatsDeadLetters.keep(link, layout, me, letter, delivery.getData());
      var fault =
          new Fault(
              NatsDeadLetters.UNREADABLE,
              "this worker cannot read the job: " + unreadable.getMessage());
      letter
          .job()
          .ifPresent(id ->
              reports.append(
                  id,
                  new TimelineEvent.Answered(
                      me, Instant.now(), Duration.ZERO, new Answer.Failed(fault))));
      delivery.term();
    } catch (ProblemException outOfReach) {
      // Not said to the broker, it comes again, and is buried then.
      LOG.log(ERROR, "it could not be kept: " + outOfReach.getMessage());
    }
  }
}
