package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Message;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.WorkQueue.JobHandler;
import io.osapi.domain.job.Job;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands deliveries to the worker, each on a thread of its own, and tells the broker what came of
 * it.
 */
final class Deliveries {
  private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

  private final HostName me;
  private final Announcements announcements;
  private final JobHandler handler;
  private final Slots slots;
  private final Nats.Layout.Consumer options;
  private final Undertaker undertaker;
  private final NatsCancellations cancellations;
  private final ScheduledExecutorService keeper;
  private final Subjects subjects;
  private final Tracing tracing;

  /**
   * @param keeper tells the broker of deliveries that take long
   */
  Deliveries(
      HostName me,
      Codec codec,
      JobHandler handler,
      Slots slots,
      Nats.Layout layout,
      Undertaker undertaker,
      NatsCancellations cancellations,
      ScheduledExecutorService keeper,
      Tracing tracing) {
    this.me = me;
    this.announcements = new Announcements(codec);
    this.handler = handler;
    this.slots = slots;
    this.options = layout.consumer();
    this.undertaker = undertaker;
    this.cancellations = cancellations;
    this.keeper = keeper;
    this.subjects = Subjects.below(layout.jobs().subjects());
    this.tracing = tracing;
  }

  /** A delivery that any worker could run. Without a free slot it is given to another, once. */
  void takeShared(Message message) {
    if (slots.tryTake()) {
      start(message);
    } else if (attempt(message) == 1) {
      message.nak();
    } else {
      // Handing it round again would use up its attempts.
      hold(message);
    }
  }

  /** A delivery for this worker only: it waits here until a slot is free. */
  void takeOwn(Message message) {
    if (slots.tryTake()) {
      start(message);
    } else {
      hold(message);
    }
  }

  private void start(Message message) {
    Thread.ofVirtual().name("job").start(() -> inSlot(() -> handle(message)));
  }

  private void hold(Message message) {
    Thread.ofVirtual().name("job-held").start(() -> waitForSlot(message));
  }

  private void waitForSlot(Message message) {
    var heartbeat = keepAlive(message);
    try {
      job(message).ifPresent(handler::hold);
      slots.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Json.Unreadable unreadable) {
      bury(message, unreadable);
      return;
    } finally {
      heartbeat.cancel(false);
    }
    inSlot(() -> handle(message));
  }

  private void inSlot(Runnable work) {
    try {
      work.run();
    } finally {
      slots.giveBack();
    }
  }

  private void handle(Message message) {
    var heartbeat = keepAlive(message);
    try {
      job(message).ifPresentOrElse(job -> handle(message, job), () -> tell(message, Message::ack));
    } catch (Json.Unreadable unreadable) {
      bury(message, unreadable);
    } finally {
      heartbeat.cancel(false);
    }
  }

  private void handle(Message message, Job job) {
    tracing.run(
        processing(message, Optional.of(job)),
        running -> {
          try {
            cancellations.lookBack(job.id(), message.metaData().timestamp().toInstant());
            handler.handle(job, attempt(message));
            tell(message, Message::ack);
          } catch (Json.Unreadable unreadable) {
            throw unreadable;
          } catch (RuntimeException failed) {
            running.failed(failed.getClass().getName());
            again(message, failed);
          }
        });
  }

  private void again(Message message, RuntimeException failed) {
    var delay = backOff(attempt(message));
    LOG.log(
        WARNING,
        "delivery on " + message.getSubject() + " could not be handled; again in " + delay,
        failed);
    tell(message, delivery -> delivery.nakWithDelay(delay));
  }

  private void bury(Message message, Json.Unreadable unreadable) {
    tracing.run(
        processing(message, Optional.empty()),
        running -> {
          running.failed(NatsDeadLetters.UNREADABLE);
          undertaker.bury(message, unreadable);
        });
  }

  /** Below the announcement in the same trace, however often that is delivered. */
  private Tracing.Activity processing(Message message, Optional<Job> job) {
    var attributes = new HashMap<String, Object>();
    attributes.put("messaging.system", "nats");
    attributes.put("messaging.operation.type", "process");
    attributes.put("messaging.operation.name", "process");
    attributes.put("messaging.destination.name", job.map(subjects::template).orElse("unknown"));
    attributes.put("messaging.consumer.group.name", message.metaData().getConsumer());
    attributes.put("osapi.delivery.attempt", attempt(message));
    attributes.put("host.name", me.value());
    var fields = new HashMap<>(job.map(JobFields::of).orElse(Map.of()));
    fields.put("hostname", me.value());
    NatsDeadLetters.jobOf(message.getHeaders())
        .ifPresent(id -> {
          attributes.put("messaging.message.id", id.value());
          fields.put(JobFields.JOB_ID, id.value());
        });
    return new Tracing.Activity(
        subjects.prefix() + " process",
        Tracing.Kind.CONSUMER,
        TraceHeaders.read(message.getHeaders()),
        attributes,
        fields);
  }

  /**
   * Tells the broker that the delivery is in good hands, well before it would give it to another.
   */
  private Future<?> keepAlive(Message message) {
    long every = patience().toNanos() / 3;
    return keeper.scheduleAtFixedRate(
        () -> tell(message, Message::inProgress), every, every, TimeUnit.NANOSECONDS);
  }

  /** What is not told while the connection is away, the broker makes up for by a redelivery. */
  private static void tell(Message message, Consumer<Message> word) {
    try {
      word.accept(message);
    } catch (IllegalStateException notConnected) {
      LOG.log(DEBUG, "the broker was not told: {0}", notConnected.getMessage());
    }
  }

  /**
   * How long the broker waits for word of a first delivery: the first back-off, where there is one.
   */
  private Duration patience() {
    return options.backOff().isEmpty() ? options.ackWait() : options.backOff().getFirst();
  }

  private Duration backOff(int attempt) {
    var waits = options.backOff();
    return waits.isEmpty() ? options.ackWait() : waits.get(Math.min(attempt, waits.size()) - 1);
  }

  /** Empty where it is not for this worker; then there is nothing to do. */
  private Optional<Job> job(Message message) {
    return announcements.read(message.getData(), me);
  }

  private static int attempt(Message message) {
    return (int) message.metaData().deliveredCount();
  }
}
