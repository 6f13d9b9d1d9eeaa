package io.osapi.adapters.os.journal;

import io.osapi.adapters.os.journal.JournalFile.Place;
import io.osapi.application.port.Journal.Finished;
import io.osapi.domain.job.JobId;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that reads and writes the file. What arrives while the disk is busy is written
 * together and shares the next sync, so that no lock is held while a disk works, and jobs that
 * begin at once cost one sync and not one each.
 *
 * <p>A thread of its own also because a job's thread may be interrupted, which would close the file
 * for all.
 */
final class Committer implements Closeable {
  private static final System.Logger LOG = System.getLogger(Committer.class.getName());
  private static final String NAME = "journal";
  private static final String NEXT_NAME = "journal.next";

  /** A file below this is not worth rewriting, whatever is in it. */
  static final long MIN_COMPACTION_BYTES = 1 << 20;

  /** Records copied with one write. */
  private static final long COPY_BYTES = 1 << 20;

  /** More than a worker has slots; the rest joins the next sync. */
  private static final int MAX_BATCH = 1_024;

  private static final Optional<String> CLOSED = Optional.of("the worker ends");

  private sealed interface Request {}

  private record Begin(JobId id, Instant at, CompletableFuture<Optional<String>> done)
      implements Request {}

  /** Write what the index has unwritten. */
  private record Flush(CompletableFuture<Void> done) implements Request {}

  private record Read(JobId id, CompletableFuture<Optional<Finished>> done) implements Request {}

  private record End(CompletableFuture<Void> done) implements Request {}

  private final Path dir;
  private final Index index;
  private final Duration keep;
  private final InstantSource clock;

  /** As long as there are threads with jobs: each waits for its own request. */
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  private final Thread thread =
      Thread.ofPlatform().daemon().name("journal").unstarted(this::serveUntilEnd);
  private JournalFile file;
  private boolean isDirectorySynced;
  private boolean isFailing;
  private long compactAboveBytes = MIN_COMPACTION_BYTES;
  private volatile boolean ended;
  private volatile long commits;

  private Committer(Path dir, Index index, Duration keep, InstantSource clock) throws IOException {
    this.dir = dir;
    this.index = index;
    this.keep = keep;
    this.clock = clock;
    this.file =
        JournalFile.open(
            dir.resolve(NAME), (place, record) -> index.written(Records.head(record), place));
  }

  /** Fills the index with what the file tells, and is ready for requests. */
  static Committer open(Path dir, Index index, Duration keep, InstantSource clock)
      throws IOException {
    var committer = new Committer(dir, index, keep, clock);
    committer.reportDamage();
    committer.tidy();
    committer.thread.start();
    return committer;
  }

  private void reportDamage() {
    if (file.tornBytes() > 0) {
      LOG.log(
          Level.WARNING,
          "the journal in {0} ended with {1} bytes of a record that was not finished, as after a"
              + " power cut; they are cut off",
          dir,
          file.tornBytes());
    }
    if (file.lostBytes() > 0) {
      LOG.log(
          Level.ERROR,
          "{1} bytes of the journal in {0} are damaged; what they told of jobs is lost, and these"
              + " may run again if they are delivered again",
          dir,
          file.lostBytes());
    }
  }

  /** Why the disk does not have it; empty if it has. */
  Optional<String> begin(JobId id, Instant at) {
    var request = new Begin(id, at, new CompletableFuture<>());
    submit(request);
    return request.done().join();
  }

  /** Has what is unwritten written, if the disk can. */
  void flush() {
    var request = new Flush(new CompletableFuture<>());
    submit(request);
    request.done().join();
  }

  /** Empty if what was written cannot be read. */
  Optional<Finished> read(JobId id) {
    var request = new Read(id, new CompletableFuture<>());
    submit(request);
    return request.done().join();
  }

  /** How often the disk was waited for. */
  long commits() {
    return commits;
  }

  /** Writes what is left. Whoever asks afterwards is refused. */
  @Override
  public void close() {
    var request = new End(new CompletableFuture<>());
    submit(request);
    request.done().join();
  }

  private void submit(Request request) {
    requests.add(request);
    // Either the thread sees the request before it ends, or we see that it has ended.
    if (ended) {
      refuseAll();
    }
  }

  private void refuseAll() {
    for (var request = requests.poll(); request != null; request = requests.poll()) {
      switch (request) {
        case Begin begin -> begin.done().complete(CLOSED);
        case Flush flush -> flush.done().complete(null);
        case Read read -> read.done().complete(Optional.empty());
        case End end -> end.done().complete(null);
      }
    }
  }

  private void serveUntilEnd() {
    var batch = List.<Request>of();
    try {
      while (batch.stream().noneMatch(End.class::isInstance)) {
        batch = nextBatch();
        serve(batch);
        tidy();
      }
      file.close();
    } catch (InterruptedException | IOException e) {
      LOG.log(Level.ERROR, "the journal in " + dir + " ends", e);
    } finally {
      // Whatever ended it, nobody waits for ever; those that have their answer keep it.
      ended = true;
      requests.addAll(batch);
      refuseAll();
    }
  }

  private List<Request> nextBatch() throws InterruptedException {
    var batch = new ArrayList<Request>();
    batch.add(requests.take());
    requests.drainTo(batch, MAX_BATCH - 1);
    return batch;
  }

  private void serve(List<Request> batch) {
    var failure = write(batch);
    for (var request : batch) {
      switch (request) {
        case Begin begin -> begin.done().complete(failure);
        case Flush flush -> flush.done().complete(null);
        case Read read -> read.done().complete(readNow(read.id()));
        case End _ -> {} // answered when the file is closed
      }
    }
  }

  private Optional<String> write(List<Request> batch) {
    var pending = new ArrayList<>(index.unwritten());
    for (var request : batch) {
      if (request instanceof Begin(var id, var at, _)) {
        pending.add(new Index.Pending(new Records.Head(id, at, false), Records.begun(id, at)));
      }
    }
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    try {
      commit(pending);
      return Optional.empty();
    } catch (IOException e) {
      failing(e);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void commit(List<Index.Pending> pending) throws IOException {
    syncDirectory();
    var places = file.append(pending.stream().map(Index.Pending::record).toList());
    for (int i = 0; i < places.size(); i++) {
      index.written(pending.get(i).head(), places.get(i));
    }
    commits++;
    if (isFailing) {
      isFailing = false;
      LOG.log(Level.INFO, "the journal in {0} can be written again", dir);
    }
  }

  /** Said once, not for each job that is refused. */
  private void failing(IOException e) {
    if (!isFailing) {
      isFailing = true;
      LOG.log(
          Level.ERROR,
          "the journal in {0} cannot be written: {1}; jobs that change this host are refused",
          dir,
          e.getMessage());
    }
  }

  private Optional<Finished> readNow(JobId id) {
    try {
      var slot = index.find(id);
      return slot.isEmpty()
          ? Optional.empty()
          : Optional.of(Records.finished(file.read(slot.get().place())));
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the answer of job " + id + " cannot be read from " + dir, e);
      return Optional.empty();
    }
  }

  private void tidy() {
    index.forget(clock.instant().minus(keep));
    boolean isMostlyGarbage = file.bytes() > 2 * index.liveBytes();
    if (file.bytes() > compactAboveBytes && isMostlyGarbage) {
      try {
        compact();
        compactAboveBytes = MIN_COMPACTION_BYTES;
      } catch (IOException e) {
        compactAboveBytes = file.bytes() + MIN_COMPACTION_BYTES;
        LOG.log(
            Level.WARNING,
            "the journal in {0} cannot be rewritten, and grows: {1}",
            dir,
            e.getMessage());
      }
    }
  }

  /** What is alive goes to a new file, which then takes the name of the old one. */
  private void compact() throws IOException {
    var nextPath = dir.resolve(NEXT_NAME);
    var next = JournalFile.create(nextPath);
    try {
      var places = copyTo(next);
      Files.move(nextPath, dir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
      isDirectorySynced = false;
      file.close();
      file = next;
      index.move(places);
    } finally {
      if (file != next) {
        next.close();
        Files.deleteIfExists(nextPath);
      }
    }
    syncDirectory();
  }

  private Map<JobId, Place> copyTo(JournalFile next) throws IOException {
    var places = new LinkedHashMap<JobId, Place>();
    var ids = new ArrayList<JobId>();
    var records = new ArrayList<byte[]>();
    long bytes = 0;
    var slots = index.slots().entrySet().iterator();
    while (slots.hasNext()) {
      var slot = slots.next();
      var record = record(slot.getKey(), slot.getValue());
      ids.add(slot.getKey());
      records.add(record);
      bytes += record.length;
      if (bytes >= COPY_BYTES || !slots.hasNext()) {
        var written = next.append(records).iterator();
        ids.forEach(id -> places.put(id, written.next()));
        ids.clear();
        records.clear();
        bytes = 0;
      }
    }
    return places;
  }

  private byte[] record(JobId id, Index.Slot slot) {
    try {
      return file.read(slot.place());
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the record of job " + id + " cannot be read from " + dir, e);
      // That it was begun is known, and enough for it not to run again.
      return Records.begun(id, slot.at());
    }
  }

  /** A new name survives a power cut only when its directory was written too. */
  private void syncDirectory() throws IOException {
    if (!isDirectorySynced) {
      try (var directory = FileChannel.open(dir, StandardOpenOption.READ)) {
        directory.force(true);
      }
      isDirectorySynced = true;
    }
  }
}
