package io.osapi.adapters.os.journal;

import io.osapi.adapters.os.journal.JournalFile.Place;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs that were begun here and where the file tells of them, in the order in which they were
 * begun. Safe for use by many threads; only the committer changes places.
 */
final class Index {
  private final Map<JobId, Slot> slots = new LinkedHashMap<>();

  /** Few among very many slots: as many as jobs end at the same time. */
  private final Set<JobId> unwritten = new LinkedHashSet<>();

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
    unwritten.remove(head.id());
    put(head.id(), new Slot(head.at(), place, head.isFinished(), Optional.empty()));
  }

  /** False if the job was not begun here: its end is then not to be written either. */
  synchronized boolean finish(JobId id, Instant at, byte[] record) {
    var begun = find(id);
    begun.ifPresent(slot -> {
      slots.put(id, new Slot(at, slot.place(), true, Optional.of(record)));
      unwritten.add(id);
    });
    return begun.isPresent();
  }

  /** Ends of jobs, in the order in which they came. */
  synchronized List<Pending> unwritten() {
    return unwritten.stream().map(id -> pending(id, slots.get(id))).toList();
  }

  private static Pending pending(JobId id, Slot slot) {
    return new Pending(new Records.Head(id, slot.at(), true), slot.unwritten().orElseThrow());
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
