package io.osapi.benchmarks;

import io.osapi.application.port.Journal;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An emulated worker's journal, in memory: thousands of workers of one process are measured, and
 * not its disk. Forgets nothing while the emulation runs.
 */
final class EmulatedJournal implements Journal {
  private final Map<JobId, Entry> entries = new ConcurrentHashMap<>();

  @Override
  public Entry find(JobId id) {
    return entries.getOrDefault(id, new Unknown());
  }

  @Override
  public Optional<String> begin(JobId id, Instant at) {
    entries.put(id, new Begun(at));
    return Optional.empty();
  }

  /** As the real one: of jobs that only read, which were never begun here, nothing is kept. */
  @Override
  public void finish(JobId id, Finished finished) {
    entries.computeIfPresent(id, (_, _) -> finished);
  }
}
