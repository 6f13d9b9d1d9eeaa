package io.osapi.adapters.os.journal;

import io.osapi.domain.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last answers of jobs that were not begun in the file: those that only read. In memory alone,
 * for a broker that lost our ack and delivers within minutes; after a crash they just run again.
 */
final class Recent {
  /** One second of the fastest worker, some hours of a usual one. */
  static final int MAX_ENTRIES = 10_000;

  /** 64 of the longest answers. */
  static final long MAX_BYTES = 16L << 20;

  private final Map<JobId, byte[]> records = new LinkedHashMap<>();
  private long bytes;

  synchronized Optional<byte[]> find(JobId id) {
    return Optional.ofNullable(records.get(id));
  }

  synchronized void put(JobId id, byte[] record) {
    bytes += record.length;
    Optional.ofNullable(records.put(id, record)).ifPresent(before -> bytes -= before.length);
    var oldestFirst = records.values().iterator();
    while (records.size() > MAX_ENTRIES || bytes > MAX_BYTES) {
      bytes -= oldestFirst.next().length;
      oldestFirst.remove();
    }
  }
}
