package io.osapi.adapters.os.journal;

import io.osapi.adapters.os.journal.JournalFile.Place;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs that were begun here and where the file tells of them, in the order in which they were
 * begun. Safe for use by many threads; only the committer changes places.
 */
final class Index {
  private final Map<JobId, Slot> slots = new LinkedHashMap<>();
  private final int maxEntries;
  private final long maxBytes;
  private long liveBytes;

  /**
   * What is known of one job.
   *
   * @param at when it was begun, or finished
   * @param place of its last record in the file
   * @param unwritten the record of its end where the file does not have it yet; the place is then
   *     still that of its beginning
   */
  record Slot(Instant at, Place place, boolean isFinished, Optional<byte[]> unwritten) {
    Slot at(Place other) {
      return new Slot(at, other, isFinished, unwritten);
    }
  }

  /** A record that the file does not have. */
  record Pending(Records.Head head, byte[] record) {}

  Index(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  synchronized Optional<Slot> find(JobId id) {
    return Optional.ofNullable(slots.get(id));
  }

  synchronized int size() {
    return slots.size();
  }

  /** What the file would need for these jobs alone. */
  synchronized long liveBytes() {
    return liveBytes;
  }

  /** The file has a record of that job; it replaces the one before. */
  synchronized void written(Records.Head head, Place place) {
    put(head.id(), new Slot(head.at(), place, head.isFinished(), Optional.empty()));
  }

  /** False if the job was not begun here: its end is then not to be written either. */
  synchronized boolean finish(JobId id, Instant at, byte[] record) {
    return slots.computeIfPresent(
            id, (_, begun) -> new Slot(at, begun.place(), true, Optional.of(record)))
        != null;
  }

  /** Ends of jobs, in the order in which these were begun. */
  synchronized List<Pending> unwritten() {
    var all = new ArrayList<Pending>();
    slots.forEach((id, slot) ->
        slot.unwritten()
            .ifPresent(
                record -> all.add(new Pending(new Records.Head(id, slot.at(), true), record))));
    return all;
  }

  synchronized Map<JobId, Slot> slots() {
    return new LinkedHashMap<>(slots);
  }

  /** The records are in another file now. */
  synchronized void move(Map<JobId, Place> places) {
    places.forEach((id, place) ->
        Optional.ofNullable(slots.get(id)).ifPresent(slot -> put(id, slot.at(place))));
  }

  /**
   * Forgets what is older than {@code before}, and the oldest of what is beyond the bounds. A job
   * without an end is forgotten for its age only: it is what must not run again.
   */
  synchronized void forget(Instant before) {
    var oldestFirst = slots.values().iterator();
    boolean more = true;
    while (more && oldestFirst.hasNext()) {
      var slot = oldestFirst.next();
      boolean tooOld = slot.at().isBefore(before);
      boolean tooMany = slots.size() > maxEntries || liveBytes > maxBytes;
      if (slot.unwritten().isEmpty() && (tooOld || tooMany && slot.isFinished())) {
        oldestFirst.remove();
        liveBytes -= slot.place().frameBytes();
      }
      more = tooOld || tooMany;
    }
  }

  private void put(JobId id, Slot slot) {
    var before = slots.put(id, slot);
    liveBytes += slot.place().frameBytes();
    if (before != null) {
      liveBytes -= before.place().frameBytes();
    }
  }
}
