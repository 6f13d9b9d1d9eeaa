package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes a job fail on the worker whose deliveries of it were all in vain. One durable consumer of
 * the dead letters, shared by the API processes, so that one of them does it, also for what was
 * given up while none of them ran.
 */
final class UndeliverableJobs {
  private static final System.Logger LOG = System.getLogger(UndeliverableJobs.class.getName());
  private static final String CONSUMER = "api-undeliverable";

  /** An outage of the store may last; the letter comes again until its job says so. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  private final Nats.Layout layout;
  private final NatsDeadLetters letters;
  private final JobStore store;
  private final InstantSource clock;
  private Optional<Connection> heardOn = Optional.empty();

  UndeliverableJobs(
      Nats.Layout layout, NatsDeadLetters letters, JobStore store, InstantSource clock) {
    this.layout = layout;
    this.letters = letters;
    this.store = store;
    this.clock = clock;
  }

  /** On every connect; the client renews the subscription itself, the server keeps the consumer. */
  void subscribe(Connection connection) throws IOException, JetStreamApiException {
    if (heardOn.filter(connection::equals).isPresent()) {
      return;
    }
    var advisories = NatsDeadLetters.advisories(layout.jobs().name());
    Dispatcher made = connection.createDispatcher();
    JetStreamSubscription unused =
        connection
            .jetStream()
            .subscribe(
                advisories,
                CONSUMER,
                made,
                this::heard,
                false,
                PushSubscribeOptions.builder().stream(layout.deadLetters().name())
                    .durable(CONSUMER)
                    .deliverGroup(CONSUMER)
                    .configuration(
                        ConsumerConfiguration.builder()
                            .filterSubject(advisories)
                            .deliverPolicy(DeliverPolicy.All)
                            .ackPolicy(AckPolicy.Explicit)
                            .ackWait(Duration.ofSeconds(30))
                            .build())
                    .build());
    heardOn = Optional.of(connection);
  }

  private void heard(Message message) {
    try {
      var advisory = NatsDeadLetters.Advisory.of(message.getData());
      letters.jobOf(advisory).flatMap(store::find).ifPresent(record -> fail(record, advisory));
      message.ack();
    } catch (ProblemException notNow) {
      message.nakWithDelay(TRY_AGAIN);
    } catch (Json.Unreadable | IllegalArgumentException unreadable) {
      // Said again and again, it would be no more readable.
      LOG.log(ERROR, "unreadable advisory: " + unreadable.getMessage());
      message.term();
    }
  }

  private void fail(JobRecord record, NatsDeadLetters.Advisory advisory) {
    var fault =
        new Fault(
            NatsDeadLetters.UNDELIVERABLE,
            "given up after " + advisory.deliveries() + " deliveries; see the dead letters");
    host(record, advisory)
        .ifPresent(host -> {
          LOG.log(WARNING, "job {0} is given up for {1}", record.job().id(), host);
          store.append(
              record.job().id(),
              new TimelineEvent.Answered(
                  host, clock.instant(), Duration.ZERO, new Answer.Failed(fault)));
        });
  }

  /** Whose consumer gave it up; of the shared one, the worker that began it last. */
  private Optional<HostName> host(JobRecord record, NatsDeadLetters.Advisory advisory) {
    var own = Topology.hostOf(layout, advisory.consumer());
    return own.isPresent() ? own : lastToBegin(record);
  }

  private static Optional<HostName> lastToBegin(JobRecord record) {
    return record.timeline().events().reversed().stream()
        .filter(TimelineEvent.Started.class::isInstance)
        .findFirst()
        .flatMap(TimelineEvent::worker);
  }
}
