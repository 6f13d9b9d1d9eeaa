package io.osapi.adapters.nats;

import io.osapi.domain.job.JobId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Jobs that are to be read again, each once however often it is named meanwhile. One thread reads
 * while there are any, so that thousands of late answers are not thousands of readers.
 */
final class LateNews {
  private final Consumer<List<JobId>> reader;
  private final Set<JobId> waiting = new LinkedHashSet<>();
  private boolean reading;

  LateNews(Consumer<List<JobId>> reader) {
    this.reader = reader;
  }

  /** Returns at once. */
  synchronized void add(JobId id) {
    waiting.add(id);
    if (!reading) {
      reading = true;
      Thread.ofVirtual().name("late-news").start(this::readAll);
    }
  }

  private void readAll() {
    for (var ids = next(); !ids.isEmpty(); ids = next()) {
      reader.accept(ids);
    }
  }

  private synchronized List<JobId> next() {
    var ids = List.copyOf(waiting);
    waiting.clear();
    reading = !ids.isEmpty();
    return ids;
  }
}
