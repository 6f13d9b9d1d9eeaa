package io.osapi.emulator;

import io.osapi.application.port.Journal;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An emulated worker's journal, in memory: thousands of workers share a process, and its disk is
 * not what they are for.
 */
final class EmulatedJournal implements Journal {
  /** Changes that one worker remembers; a delivery is not repeated after so many others. */
  private static final int MAX_ENTRIES = 1_000;

  private final Map<JobId, Entry> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Journal.Entry> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  @Override
  public synchronized Entry find(JobId id) {
    return entries.getOrDefault(id, new Unknown());
  }

  @Override
  public synchronized Optional<String> begin(JobId id, Instant at) {
    entries.put(id, new Begun(at));
    return Optional.empty();
  }

  /** As the real one: of jobs that only read, which were never begun here, nothing is kept. */
  @Override
  public synchronized void finish(JobId id, Finished finished) {
    entries.computeIfPresent(id, (_, _) -> finished);
  }
}
