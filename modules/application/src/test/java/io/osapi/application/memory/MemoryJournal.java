package io.osapi.application.memory;

import io.osapi.application.port.Journal;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A journal in memory. Forgets nothing: it lives as long as one test. */
public final class MemoryJournal implements Journal {
  private final Map<JobId, Entry> entries = new ConcurrentHashMap<>();
  private final Set<JobId> begun = ConcurrentHashMap.newKeySet();
  private volatile boolean full;

  @Override
  public Entry find(JobId id) {
    return entries.getOrDefault(id, new Unknown());
  }

  @Override
  public Optional<String> begin(JobId id, Instant at) {
    if (full) {
      return Optional.of("no space left on device");
    }
    begun.add(id);
    entries.put(id, new Begun(at));
    return Optional.empty();
  }

  @Override
  public void finish(JobId id, Finished finished) {
    entries.put(id, finished);
  }

  /** From now on nothing can be begun, as on a disk without space. */
  public void fillUp() {
    full = true;
  }

  /** There is space again. */
  public void empty() {
    full = false;
  }

  /** What a worker finds that starts after this one has crashed. */
  public MemoryJournal afterCrash() {
    var survivor = new MemoryJournal();
    begun.forEach(id -> survivor.entries.put(id, entries.get(id)));
    survivor.begun.addAll(begun);
    return survivor;
  }
}
