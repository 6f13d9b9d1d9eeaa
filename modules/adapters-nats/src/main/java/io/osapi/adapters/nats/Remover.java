package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;

import io.nats.client.Connection;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Removes messages from the stream of announcements by their numbers, many at a time. What cannot
 * be removed now is removed by {@link Sweep} later.
 */
final class Remover {
  private static final System.Logger LOG = System.getLogger(Remover.class.getName());

  /** While the server is slow; more are for the sweep. */
  private static final int MAX_WAITING = 10_000;

  /**
   * As many are under way: the next are sent when the last of these is answered. nats-server takes
   * requests to its API from one queue, of which it throws away what is beyond 10,000.
   */
  private static final int BATCH = 256;

  /** As long, others are waited for, to be sent together: nobody waits for the room. */
  private static final Duration COLLECT = Duration.ofMillis(50);

  private final Link link;
  private final String subject;
  private final BlockingQueue<Long> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean removing = new AtomicBoolean();

  Remover(Link link, Nats.Layout layout) {
    this.link = link;
    this.subject = "$JS.API.STREAM.MSG.DELETE." + layout.jobs().name();
  }

  /** Returns at once. */
  void removeSoon(long sequence) {
    if (waiting.offer(sequence) && removing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("remove-announcements").start(this::removeWaiting);
    }
  }

  /**
   * Those that are gone already are as good as removed.
   *
   * @throws ProblemException {@code UNAVAILABLE}
   */
  void remove(List<Long> sequences) {
    for (int from = 0; from < sequences.size(); from += BATCH) {
      var some = sequences.subList(from, Math.min(from + BATCH, sequences.size()));
      Calls.call(() -> {
        removeSome(link.live(), some);
        return some;
      });
    }
  }

  private void removeWaiting() {
    try {
      do {
        removeUntilNoneWait();
        removing.set(false);
        // Whoever came between the two lines has seen that there was somebody.
      } while (!waiting.isEmpty() && !link.isClosed() && removing.compareAndSet(false, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeUntilNoneWait() throws InterruptedException {
    while (!waiting.isEmpty() && !link.pause(COLLECT)) {
      var some = new ArrayList<Long>();
      waiting.drainTo(some);
      try {
        remove(some);
      } catch (ProblemException notNow) {
        LOG.log(DEBUG, "{0} announcements are left to the sweep: {1}", some.size(), notNow);
      }
    }
  }

  /** An answer to the last tells that the server has come to all of them. */
  private void removeSome(Connection connection, List<Long> sequences)
      throws IOException, InterruptedException {
    for (var sequence : sequences.subList(0, sequences.size() - 1)) {
      connection.publish(subject, request(sequence));
    }
    var answer = connection.request(subject, request(sequences.getLast()), Link.REQUEST_TIMEOUT);
    if (answer == null) {
      throw new IOException("no answer to a removal of announcements in " + Link.REQUEST_TIMEOUT);
    }
  }

  /** Not overwritten on the disk: what it holds is in the bucket of jobs as well. */
  private static byte[] request(long sequence) {
    return ("{\"seq\":" + sequence + ",\"no_erase\":true}").getBytes(StandardCharsets.US_ASCII);
  }
}
