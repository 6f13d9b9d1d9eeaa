package io.osapi.application.projection;

import io.osapi.application.port.JobIndex.Counts;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.application.port.JobIndex.Page;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * All jobs within the retention, as rows in the order of their creation, with a set of rows for
 * each status, operation, target and worker.
 *
 * <p>A filter is an intersection of sets, so that a page and its total cost some microseconds at a
 * million jobs. A job that is not final keeps its events here, about two kilobytes; a final one
 * only its row, about two hundred bytes. Thread-safe.
 */
public final class JobProjection {
  /** Jobs whose first event may overtake them; answers to deleted jobs end here as well. */
  private static final int MAX_EARLY = 10_000;

  /**
   * A row is brought up to date when it is looked at, or once so many wait for it: a broadcast's
   * thousands of answers are folded once and not once each.
   */
  private static final int MAX_STALE = 1_000;

  private final Duration retention;
  private Rows rows = new Rows();
  private final Map<JobId, JobRecord> active = new HashMap<>();

  /** Events that were heard before their job, from another source of the feed. */
  private final Map<JobId, List<TimelineEvent>> early =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, List<TimelineEvent>> eldest) {
          return size() > MAX_EARLY;
        }
      };

  /** What active jobs heard that their rows do not show yet. */
  private final Map<JobId, List<TimelineEvent>> unread = new LinkedHashMap<>();

  /** When time alone may change a status, soonest first. */
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));

  private record Due(Instant at, JobId id) {}

  /**
   * @param retention jobs older than that are gone from the store as well
   */
  public JobProjection(Duration retention) {
    this.retention = retention;
  }

  /** A job was stored. */
  public synchronized void add(Job job, Instant now) {
    if (rows.contains(job.id())) {
      return;
    }
    rows.add(job);
    active.put(job.id(), new JobRecord(job, Timeline.EMPTY));
    var known = early.remove(job.id());
    keep(job.id(), known == null ? List.of() : known, now);
  }

  /** Something happened to a job. An answer need not carry its data. */
  public synchronized void add(JobId id, TimelineEvent event, Instant now) {
    if (active.containsKey(id)) {
      keep(id, List.of(event), now);
    } else if (!rows.contains(id)) {
      early.computeIfAbsent(id, _ -> new ArrayList<>()).add(event);
    }
  }

  /** A final job was read again, because something was heard of it after its end. */
  public synchronized void refresh(JobRecord record, Instant now) {
    if (rows.contains(record.job().id())) {
      place(record, now);
    }
  }

  /**
   * True for a job that can still change by what it is told here; a final one must be read again.
   */
  public synchronized boolean isActive(JobId id) {
    return active.containsKey(id) || !rows.contains(id);
  }

  /** A job was deleted. */
  public synchronized void remove(JobId id) {
    active.remove(id);
    unread.remove(id);
    early.remove(id);
    rows.remove(id);
  }

  /** Forgets everything: the store begins anew. */
  public synchronized void clear() {
    rows = new Rows();
    active.clear();
    unread.clear();
    early.clear();
    due.clear();
  }

  public synchronized Page page(Filter filter, int limit, int offset, Instant now) {
    settle(now);
    var matching = rows.matching(filter);
    return new Page(rows.newestFirst(matching, limit, offset), matching.cardinality());
  }

  public synchronized Counts counts(Instant now) {
    settle(now);
    return rows.counts();
  }

  private void keep(JobId id, List<TimelineEvent> news, Instant now) {
    unread.computeIfAbsent(id, _ -> new ArrayList<>()).addAll(news);
    if (unread.size() > MAX_STALE) {
      readAll(now);
    }
  }

  private void readAll(Instant now) {
    unread.forEach((id, news) -> place(active.get(id).with(news), now));
    unread.clear();
  }

  private void place(JobRecord record, Instant now) {
    var id = record.job().id();
    var status = record.status(now);
    rows.setStatus(id, status);
    if (record.job().expected().isEmpty()) {
      record
          .timeline()
          .outcomes(record.job(), now)
          .keySet()
          .forEach(host -> rows.addWorker(id, host));
    }
    if (status.isFinal()) {
      active.remove(id);
    } else {
      active.put(id, record);
      record.changesByTimeAfter(now).ifPresent(at -> due.add(new Due(at, id)));
    }
  }

  /** Lets time do what it has done since the last look. */
  private void settle(Instant now) {
    readAll(now);
    while (!due.isEmpty() && due.peek().at().isBefore(now)) {
      var record = active.get(due.poll().id());
      if (record != null) {
        place(record, now);
      }
    }
    rows.removeOlderThan(now.minus(retention)).forEach(active::remove);
  }
}
