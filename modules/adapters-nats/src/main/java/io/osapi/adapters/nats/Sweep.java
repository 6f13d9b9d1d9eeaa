package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;

import io.nats.client.Message;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Walks through the stream of announcements and has those removed that {@link Remnants} finds to be
 * of no use: of jobs that were announced by a process that has gone, or that ended while nobody
 * listened.
 *
 * <p>Direct reads of some messages after another: a consumer would be one more for the server to
 * look after, and is left behind by a process that is killed. Each API process walks by itself;
 * what another has removed is not met.
 */
final class Sweep {
  private static final System.Logger LOG = System.getLogger(Sweep.class.getName());

  /**
   * Younger ones are in the hands of those who announced them, and their jobs may not be known to
   * every server of a cluster yet.
   */
  static final Duration MIN_AGE = Duration.ofMinutes(1);

  /** After a walk to the end of the stream, plus up to half of that. */
  private static final Duration REST = Duration.ofMinutes(1);

  /** Between two parts of a walk. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Until NATS is back, or all jobs are known. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Of a walk, in messages: a backlog of a million is walked through in some eight minutes. */
  private static final int PART = 2_048;

  /** Asked for at a time. */
  private static final int BATCH = 256;

  /** Of one answer, which is at least one message. */
  private static final int MAX_BYTES = 1 << 20;

  private final Link link;
  private final String stream;
  private final JobFollower follower;
  private final Remnants remnants;
  private final Remover remover;
  private final InstantSource clock;
  private final BatchGet.Sender batches = new BatchGet.Sender();
  private final AtomicBoolean begun = new AtomicBoolean();

  /** The first that was not looked at. */
  private long next = 1;

  Sweep(
      Link link,
      Nats.Layout layout,
      JobFollower follower,
      Remnants remnants,
      Remover remover,
      InstantSource clock) {
    this.link = link;
    this.stream = layout.jobs().name();
    this.follower = follower;
    this.remnants = remnants;
    this.remover = remover;
    this.clock = clock;
  }

  /** Once; it ends with the link. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofVirtual().name("sweep-announcements").start(this::sweep);
    }
  }

  private void sweep() {
    try {
      var wait = Duration.ZERO;
      while (!link.pause(wait)) {
        wait = follower.isCaughtUp() ? walkOn() : RETRY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long to wait before the next part. */
  private Duration walkOn() {
    try {
      return part() ? PAUSE : rest();
    } catch (ProblemException notNow) {
      LOG.log(DEBUG, "announcements are swept later: {0}", notNow.getMessage());
      return RETRY;
    }
  }

  private static Duration rest() {
    return REST.plusMillis(ThreadLocalRandom.current().nextLong(REST.toMillis() / 2));
  }

  /**
   * @return false if that was the last of this walk
   */
  boolean part() {
    var now = clock.instant();
    for (int seen = 0; seen < PART; ) {
      var found = read(next);
      var old = found.stream().filter(each -> isOld(each, now)).toList();
      remover.remove(remnants.among(old, now));
      if (old.isEmpty() || old.size() < found.size()) {
        next = 1;
        return false;
      }
      next = old.getLast().sequence() + 1;
      seen += old.size();
    }
    return true;
  }

  private static boolean isOld(Remnants.Notice notice, Instant now) {
    return notice.at().isBefore(now.minus(MIN_AGE));
  }

  private List<Remnants.Notice> read(long from) {
    var request = Map.of("seq", from, "next_by_subj", ">", "batch", BATCH, "max_bytes", MAX_BYTES);
    return Calls.call(() -> {
      try (var batch = batches.send(link.live(), stream, request)) {
        return batch.read().orElseThrow(() -> new IOException("refused")).stream()
            .map(Sweep::notice)
            .toList();
      }
    });
  }

  /** A direct read tells in headers what a consumer tells in a message's reply subject. */
  private static Remnants.Notice notice(Message message) {
    var headers = message.getHeaders();
    return new Remnants.Notice(
        Long.parseLong(headers.getLast("Nats-Sequence")),
        Instant.parse(headers.getLast("Nats-Time-Stamp")),
        NatsDeadLetters.jobOf(headers),
        NatsDeadLetters.isSentAgain(headers));
  }
}
