package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Message;
import io.osapi.application.port.WorkQueue.JobHandler;
import io.osapi.domain.job.Job;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
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
  private final ScheduledExecutorService keeper;

  /**
   * @param keeper tells the broker of deliveries that take long
   */
  Deliveries(
      HostName me,
      Codec codec,
      JobHandler handler,
      Slots slots,
      Nats.Layout.Consumer options,
      Undertaker undertaker,
      ScheduledExecutorService keeper) {
    this.me = me;
    this.announcements = new Announcements(codec);
    this.handler = handler;
    this.slots = slots;
    this.options = options;
    this.undertaker = undertaker;
    this.keeper = keeper;
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
      undertaker.bury(message, unreadable);
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
      job(message).ifPresent(job -> handler.handle(job, attempt(message)));
      tell(message, Message::ack);
    } catch (Json.Unreadable unreadable) {
      undertaker.bury(message, unreadable);
    } catch (RuntimeException failed) {
      var delay = backOff(attempt(message));
      LOG.log(
          WARNING,
          "delivery on " + message.getSubject() + " could not be handled; again in " + delay,
          failed);
      tell(message, delivery -> delivery.nakWithDelay(delay));
    } finally {
      heartbeat.cancel(false);
    }
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
