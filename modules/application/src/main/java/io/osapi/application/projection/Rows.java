package io.osapi.application.projection;

import io.osapi.application.port.JobIndex.Counts;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.worker.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One row for each job, numbered in the order in which they came, which is that of their creation.
 *
 * <p>Each status, operation and target has the set of its rows. Rows of jobs that are gone are
 * cleared, and closed up once they are more than those that are left. Not thread-safe.
 */
final class Rows {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int FIRST_CAPACITY = 1_024;

  /** Below that, closing up is not worth it. */
  static final int MIN_GONE_TO_CLOSE_UP = 65_536;

  private final int minGoneToCloseUp;
  private final Map<JobId, Integer> rowOf = new HashMap<>();
  private final Map<JobStatus, CountedRows> byStatus = new EnumMap<>(JobStatus.class);
  private final Map<String, CountedRows> byOperation = new TreeMap<>();

  // Of targets and workers there are too many to clear the row of each job that goes: these may
  // hold rows that are gone, until the next closing up.
  private final Map<String, RowSet> byTarget = new HashMap<>();
  private final Map<HostName, RowSet> byWorker = new HashMap<>();
  private BitSet present = new BitSet();
  private JobId[] ids = new JobId[FIRST_CAPACITY];
  private long[] createdAtNanos = new long[FIRST_CAPACITY];
  private int end;

  Rows(int minGoneToCloseUp) {
    this.minGoneToCloseUp = minGoneToCloseUp;
  }

  boolean contains(JobId id) {
    return rowOf.containsKey(id);
  }

  void add(Job job) {
    if (end == ids.length) {
      ids = Arrays.copyOf(ids, 2 * end);
      createdAtNanos = Arrays.copyOf(createdAtNanos, 2 * end);
    }
    int row = end++;
    ids[row] = job.id();
    createdAtNanos[row] = nanos(job.createdAt());
    rowOf.put(job.id(), row);
    present.set(row);
    setOf(byOperation, job.invocation().operation().name().toString()).add(row);
    byTarget.computeIfAbsent(job.target().text(), _ -> new RowSet()).add(row);
    job.expected().forEach(host -> addWorker(job.id(), host));
  }

  void setStatus(JobId id, JobStatus status) {
    int row = rowOf.get(id);
    byStatus.values().forEach(rows -> rows.remove(row));
    setOf(byStatus, status).add(row);
  }

  /** Empty where it has none yet, or is not there. */
  Optional<JobStatus> status(JobId id) {
    var row = rowOf.get(id);
    return row == null
        ? Optional.empty()
        : byStatus.entrySet().stream()
            .filter(each -> each.getValue().contains(row))
            .map(Map.Entry::getKey)
            .findFirst();
  }

  /** One that began, or that is expected. */
  void addWorker(JobId id, HostName host) {
    byWorker.computeIfAbsent(host, _ -> new RowSet()).add(rowOf.get(id));
  }

  void remove(JobId id) {
    var row = rowOf.remove(id);
    if (row != null) {
      ids[row] = null;
      present.clear(row);
      byStatus.values().forEach(rows -> rows.remove(row));
      byOperation.values().forEach(rows -> rows.remove(row));
    }
  }

  /** Removes the jobs that were created before; their ids. */
  List<JobId> removeOlderThan(Instant time) {
    var gone = new ArrayList<JobId>();
    long limit = nanos(time);
    for (int row = present.nextSetBit(0);
        row >= 0 && createdAtNanos[row] < limit;
        row = present.nextSetBit(row + 1)) {
      gone.add(ids[row]);
    }
    gone.forEach(this::remove);
    if (end - rowOf.size() > Math.max(minGoneToCloseUp, rowOf.size())) {
      closeUp();
    }
    return gone;
  }

  /** The rows that all conditions hold for. */
  BitSet matching(Filter filter) {
    var rows = (BitSet) present.clone();
    filter
        .status()
        .ifPresent(status -> byStatus.getOrDefault(status, new CountedRows()).retainIn(rows));
    filter
        .operation()
        .ifPresent(name -> byOperation.getOrDefault(name, new CountedRows()).retainIn(rows));
    filter.target().ifPresent(target -> byTarget.getOrDefault(target, new RowSet()).retainIn(rows));
    filter.worker().ifPresent(host -> byWorker.getOrDefault(host, new RowSet()).retainIn(rows));
    filter.since().ifPresent(time -> clearOutside(rows, time, true));
    filter.until().ifPresent(time -> clearOutside(rows, time, false));
    return rows;
  }

  List<JobId> newestFirst(BitSet rows, int limit, int offset) {
    var page = new ArrayList<JobId>(limit);
    int toPass = offset;
    for (int row = rows.length() - 1;
        row >= 0 && page.size() < limit;
        row = rows.previousSetBit(row - 1)) {
      if (toPass > 0) {
        toPass--;
      } else {
        page.add(ids[row]);
      }
      if (row == 0) {
        break;
      }
    }
    return page;
  }

  /** Of what there is none is left out. */
  Counts counts() {
    return new Counts(
        rowOf.size(),
        sizes(byStatus, new EnumMap<>(JobStatus.class)),
        sizes(byOperation, new TreeMap<>()));
  }

  private static <K> Map<K, Long> sizes(Map<K, CountedRows> sets, Map<K, Long> sizes) {
    sets.forEach((key, rows) -> {
      if (rows.size() > 0) {
        sizes.put(key, (long) rows.size());
      }
    });
    return sizes;
  }

  private void clearOutside(BitSet rows, Instant time, boolean keepLater) {
    long limit = nanos(time);
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (createdAtNanos[row] >= limit != keepLater) {
        rows.clear(row);
      }
    }
  }

  /** Numbers the rows that are left anew, without gaps. */
  private void closeUp() {
    var newRow = new int[end];
    int next = 0;
    for (int row = present.nextSetBit(0); row >= 0; row = present.nextSetBit(row + 1)) {
      newRow[row] = next;
      ids[next] = ids[row];
      createdAtNanos[next] = createdAtNanos[row];
      rowOf.put(ids[next], next);
      next++;
    }
    byStatus.replaceAll((_, rows) -> rows.renumbered(newRow));
    byOperation.replaceAll((_, rows) -> rows.renumbered(newRow));
    byTarget.replaceAll((_, rows) -> rows.renumbered(present, newRow));
    byTarget.values().removeIf(RowSet::isEmpty);
    byWorker.replaceAll((_, rows) -> rows.renumbered(present, newRow));
    byWorker.values().removeIf(RowSet::isEmpty);
    Arrays.fill(ids, next, end, null);
    end = next;
    present = new BitSet(next);
    present.set(0, next);
  }

  /** Since 1970; what lies outside a long, in the years before 1678 or after 2262, is its end. */
  private static long nanos(Instant time) {
    long seconds = time.getEpochSecond();
    if (Math.abs(seconds) >= Long.MAX_VALUE / NANOS_PER_SECOND) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * NANOS_PER_SECOND + time.getNano();
  }

  private static <K> CountedRows setOf(Map<K, CountedRows> sets, K key) {
    return sets.computeIfAbsent(key, _ -> new CountedRows());
  }
}
