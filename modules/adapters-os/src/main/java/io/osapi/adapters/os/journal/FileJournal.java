package io.osapi.adapters.os.journal;

import io.osapi.application.port.Journal;
import io.osapi.domain.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The journal in a file of the worker's state directory, which belongs to one worker at a time.
 *
 * <p>A job that changes the host costs two syncs, its beginning and its end, which jobs at the same
 * time share; one that only reads costs nothing here. The file is rewritten when most of it is
 * about jobs that are over: it has at most twice the bytes of what is remembered, or 1 MiB.
 *
 * <p>A record that the disk damaged is lost, and the log says so: the job that it told of is
 * unknown then. Those behind it are read.
 */
public final class FileJournal implements Journal, AutoCloseable {
  /** A day of one change per second, and more. */
  static final int MAX_ENTRIES = 100_000;

  /** Of records in the file: 256 of the longest answers, or the usual ones of all entries. */
  static final long MAX_BYTES = 64L << 20;

  /** A clock that was wrong by that much must not make the journal forget what may come again. */
  private static final Duration CLOCK_STEP = Duration.ofDays(1);

  private final StateLock lock;
  private final Index index;
  private final Committer committer;
  private final Recent recent = new Recent();

  private FileJournal(StateLock lock, Index index, Committer committer) {
    this.lock = lock;
    this.index = index;
    this.committer = committer;
  }

  /** The worker cannot keep a journal there, and is not to start. */
  public static final class OpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OpenException(Path stateDir, IOException cause) {
      super("The worker's state directory %s: %s".formatted(stateDir, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
      return cause.getClass() == IOException.class ? cause.getMessage() : cause.toString();
    }
  }

  /**
   * Opens the journal in {@code stateDir}, which is made if it is not there, for this user only.
   *
   * @param keep how long a job may be delivered after it was sent: the age that the broker keeps
   *     deliveries for
   * @throws OpenException if another worker uses the directory, or it cannot be read or written;
   *     the message says what to do
   */
  public static FileJournal open(Path stateDir, Duration keep, InstantSource clock) {
    return open(stateDir, keep, clock, new Index(MAX_ENTRIES, MAX_BYTES));
  }

  static FileJournal open(Path stateDir, Duration keep, InstantSource clock, Index index) {
    try {
      Files.createDirectories(
          stateDir,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      var lock = StateLock.take(stateDir);
      try {
        return new FileJournal(
            lock, index, Committer.open(stateDir, index, keep.plus(CLOCK_STEP), clock));
      } catch (IOException | RuntimeException failed) {
        lock.close();
        throw failed;
      }
    } catch (IOException e) {
      throw new OpenException(stateDir, e);
    }
  }

  @Override
  public Entry find(JobId id) {
    return index
        .find(id)
        .map(slot -> entry(id, slot))
        .or(() -> recent.find(id).map(FileJournal::decoded))
        .orElse(new Unknown());
  }

  @Override
  public Optional<String> begin(JobId id, Instant at) {
    return committer.begin(id, at);
  }

  @Override
  public void finish(JobId id, Finished finished) {
    var record = Records.finished(id, finished);
    if (index.finish(id, finished.at(), record)) {
      committer.flush();
    } else {
      recent.put(id, record);
    }
  }

  /** Writes what is left and lets the next worker have the directory. */
  @Override
  public void close() {
    committer.close();
    lock.close();
  }

  /** How often a disk was waited for. */
  long commits() {
    return committer.commits();
  }

  private Entry entry(JobId id, Index.Slot slot) {
    if (!slot.isFinished()) {
      return new Begun(slot.at());
    }
    return slot.unwritten()
        .map(FileJournal::decoded)
        // Written just now, or long ago.
        .or(() -> committer.read(id))
        .<Entry>map(finished -> finished)
        // An answer that cannot be read is no licence to run the job again.
        .orElseGet(() -> new Begun(slot.at()));
  }

  private static Finished decoded(byte[] record) {
    try {
      return Records.finished(record);
    } catch (IOException e) {
      throw new IllegalStateException("a record that was just made cannot be read", e);
    }
  }
}
