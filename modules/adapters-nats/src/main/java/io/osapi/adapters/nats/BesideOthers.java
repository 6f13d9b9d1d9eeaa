package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does on connect what nothing else needs, on a thread of its own: a broker that has no room for it
 * must not hold up what is done after it, nor after the next reconnect.
 */
final class BesideOthers implements Link.ConnectAction {
  private static final System.Logger LOG = System.getLogger(BesideOthers.class.getName());
  private static final Complaints COMPLAINTS = new Complaints(System::nanoTime);

  /** What the broker lacks, somebody has to give it first. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Link link;
  private final String what;
  private final Link.ConnectAction action;
  private final Duration retry;
  private final AtomicLong connects = new AtomicLong();

  /**
   * @param what is being done, for the log
   */
  BesideOthers(Link link, String what, Link.ConnectAction action) {
    this(link, what, action, RETRY);
  }

  BesideOthers(Link link, String what, Link.ConnectAction action, Duration retry) {
    this.link = link;
    this.what = what;
    this.action = action;
    this.retry = retry;
  }

  @Override
  public void onConnect(Connection connection) {
    long mine = connects.incrementAndGet();
    Thread.ofVirtual().name("nats-beside").start(() -> tryUntilDone(connection, mine));
  }

  private void tryUntilDone(Connection connection, long mine) {
    try {
      boolean over = false;
      while (!over) {
        over = isDone(connection) || connects.get() != mine || link.pause(retry);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone(Connection connection) throws InterruptedException {
    try {
      action.onConnect(connection);
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception failed) {
      if (link.isConnected() && COMPLAINTS.isDue(what + failed.getMessage())) {
        LOG.log(WARNING, "{0} waits: {1}", what, failed.getMessage());
      }
      return false;
    }
  }
}
