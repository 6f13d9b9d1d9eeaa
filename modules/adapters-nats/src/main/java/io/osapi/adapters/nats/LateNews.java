package io.osapi.adapters.nats;

import io.osapi.domain.job.JobId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Jobs that are to be read again, each once however often it is named meanwhile. One thread reads
 * while there are any, so that thousands of late answers are not thousands of readers.
 */
final class LateNews {
  /** Half a megabyte of ids. Who has more waits for the read under way, some tenths of a second. */
  static final int MAX_WAITING = 10_000;

  private final Predicate<List<JobId>> reader;
  private final Set<JobId> waiting = new LinkedHashSet<>();
  private boolean reading;

  /**
   * @param reader false if the store is out of reach: they are then read after the next {@link
   *     #add} or {@link #readAgain}
   */
  LateNews(Predicate<List<JobId>> reader) {
    this.reader = reader;
  }

  /** Returns at once, but for a full house. */
  synchronized void add(JobId id) throws InterruptedException {
    while (waiting.size() >= MAX_WAITING && reading) {
      wait();
    }
    waiting.add(id);
    readAgain();
  }

  /** Reads what could not be read before, if there is anything; returns at once. */
  synchronized void readAgain() {
    if (!reading && !waiting.isEmpty()) {
      reading = true;
      Thread.ofVirtual().name("late-news").start(this::readAll);
    }
  }

  private void readAll() {
    for (var ids = next(); !ids.isEmpty(); ids = next()) {
      if (!reader.test(ids)) {
        giveUp(ids);
        return;
      }
    }
  }

  private synchronized List<JobId> next() {
    var ids = List.copyOf(waiting);
    waiting.clear();
    reading = !ids.isEmpty();
    notifyAll();
    return ids;
  }

  private synchronized void giveUp(List<JobId> ids) {
    waiting.addAll(ids);
    reading = false;
    notifyAll();
  }
}
