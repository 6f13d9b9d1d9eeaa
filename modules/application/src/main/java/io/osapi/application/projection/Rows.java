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
import java.util.TreeMap;

/**
 * One row for each job, numbered in the order in which they came, which is that of their creation.
 *
 * <p>Each status, operation and target has the set of its rows. Rows of jobs that are gone are
 * cleared, and closed up once they are more than those that are left. Not thread-safe.
 */
final class Rows {
  private static final int FIRST_CAPACITY = 1_024;

  /** Below that, closing up is not worth it. */
  private static final int MIN_GONE_TO_CLOSE_UP = 65_536;

  private final Map<JobId, Integer> rowOf = new HashMap<>();
  private final Map<JobStatus, BitSet> byStatus = new EnumMap<>(JobStatus.class);
  private final Map<String, BitSet> byOperation = new TreeMap<>();
  private final Map<String, BitSet> byTarget = new HashMap<>();
  private final Map<HostName, RowList> byWorker = new HashMap<>();
  private BitSet present = new BitSet();
  private JobId[] ids = new JobId[FIRST_CAPACITY];
  private long[] createdAtMillis = new long[FIRST_CAPACITY];
  private int end;

  boolean contains(JobId id) {
    return rowOf.containsKey(id);
  }

  void add(Job job) {
    if (end == ids.length) {
      ids = Arrays.copyOf(ids, 2 * end);
      createdAtMillis = Arrays.copyOf(createdAtMillis, 2 * end);
    }
    int row = end++;
    ids[row] = job.id();
    createdAtMillis[row] = job.createdAt().toEpochMilli();
    rowOf.put(job.id(), row);
    present.set(row);
    setOf(byOperation, job.invocation().operation().name().toString()).set(row);
    setOf(byTarget, job.target().text()).set(row);
    job.expected().forEach(host -> addWorker(job.id(), host));
  }

  void setStatus(JobId id, JobStatus status) {
    int row = rowOf.get(id);
    byStatus.values().forEach(rows -> rows.clear(row));
    setOf(byStatus, status).set(row);
  }

  /** One that began, or that is expected. */
  void addWorker(JobId id, HostName host) {
    byWorker.computeIfAbsent(host, _ -> new RowList()).add(rowOf.get(id));
  }

  void remove(JobId id) {
    var row = rowOf.remove(id);
    if (row != null) {
      ids[row] = null;
      present.clear(row);
      byStatus.values().forEach(rows -> rows.clear(row));
      byOperation.values().forEach(rows -> rows.clear(row));
      byTarget.values().forEach(rows -> rows.clear(row));
    }
  }

  /** Removes the jobs that were created before; their ids. */
  List<JobId> removeOlderThan(Instant time) {
    var gone = new ArrayList<JobId>();
    long limit = time.toEpochMilli();
    for (int row = present.nextSetBit(0);
        row >= 0 && createdAtMillis[row] < limit;
        row = present.nextSetBit(row + 1)) {
      gone.add(ids[row]);
    }
    gone.forEach(this::remove);
    if (end - rowOf.size() > Math.max(MIN_GONE_TO_CLOSE_UP, rowOf.size())) {
      closeUp();
    }
    return gone;
  }

  /** The rows that all conditions hold for. */
  BitSet matching(Filter filter) {
    var rows = (BitSet) present.clone();
    filter.status().ifPresent(status -> rows.and(byStatus.getOrDefault(status, new BitSet())));
    filter.operation().ifPresent(name -> rows.and(byOperation.getOrDefault(name, new BitSet())));
    filter.target().ifPresent(target -> rows.and(byTarget.getOrDefault(target, new BitSet())));
    filter.worker().ifPresent(host -> rows.and(byWorker.getOrDefault(host, new RowList()).toSet()));
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

  Counts counts() {
    var statuses = new EnumMap<JobStatus, Long>(JobStatus.class);
    byStatus.forEach((status, rows) -> statuses.put(status, (long) rows.cardinality()));
    var operations = new TreeMap<String, Long>();
    byOperation.forEach((name, rows) -> operations.put(name, (long) rows.cardinality()));
    return new Counts(rowOf.size(), statuses, operations);
  }

  private void clearOutside(BitSet rows, Instant time, boolean keepLater) {
    long limit = time.toEpochMilli();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if (createdAtMillis[row] >= limit != keepLater) {
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
      createdAtMillis[next] = createdAtMillis[row];
      rowOf.put(ids[next], next);
      next++;
    }
    byStatus.replaceAll((_, rows) -> renumbered(rows, newRow));
    byOperation.replaceAll((_, rows) -> renumbered(rows, newRow));
    byTarget.replaceAll((_, rows) -> renumbered(rows, newRow));
    byTarget.values().removeIf(BitSet::isEmpty);
    byWorker.replaceAll((_, rows) -> rows.renumbered(present, newRow));
    byWorker.values().removeIf(RowList::isEmpty);
    Arrays.fill(ids, next, end, null);
    end = next;
    present = new BitSet(next);
    present.set(0, next);
  }

  private static BitSet renumbered(BitSet rows, int[] newRow) {
    var result = new BitSet();
    rows.stream().forEach(row -> result.set(newRow[row]));
    return result;
  }

  private static <K> BitSet setOf(Map<K, BitSet> sets, K key) {
    return sets.computeIfAbsent(key, _ -> new BitSet());
  }

  /** The rows of one worker: few among many, so a list and not a set of bits. */
  private static final class RowList {
    private int[] rows = new int[4];
    private int size;

    void add(int row) {
      if (size > 0 && rows[size - 1] == row) {
        return;
      }
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
      }
      rows[size++] = row;
    }

    boolean isEmpty() {
      return size == 0;
    }

    BitSet toSet() {
      var set = new BitSet();
      for (int i = 0; i < size; i++) {
        set.set(rows[i]);
      }
      return set;
    }

    RowList renumbered(BitSet present, int[] newRow) {
      var result = new RowList();
      toSet().stream().filter(present::get).forEach(row -> result.add(newRow[row]));
      return result;
    }
  }
}
