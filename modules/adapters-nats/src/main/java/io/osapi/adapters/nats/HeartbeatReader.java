package io.osapi.adapters.nats;

import io.osapi.domain.operation.OperationName;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.Worker;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads heartbeats. Most say, byte by byte, what the one before said: then nothing is read anew.
 * And the workers of a release can all do the same, of which one list is kept.
 */
final class HeartbeatReader {
  /** Lists that workers share; those of further ones are kept for each of them. */
  private static final int MAX_SHARED = 100;

  private final Map<String, Said> said = new ConcurrentHashMap<>();
  private final Map<List<OperationName>, List<OperationName>> shared = new ConcurrentHashMap<>();

  /** The last that was said under a key. */
  private record Said(byte[] bytes, Heartbeat heartbeat) {}

  /**
   * @param key which the broker lets nobody but its worker write
   * @throws Json.Unreadable if it is no heartbeat, or says that it is another's
   */
  FleetMember read(String key, byte[] bytes, Instant heardAt) {
    var before = said.get(key);
    if (before != null && Arrays.equals(before.bytes(), bytes)) {
      return new FleetMember(before.heartbeat(), heardAt);
    }
    var read = HeartbeatCodec.read(HeartbeatCodec.host(key), bytes, heardAt).heartbeat();
    var heartbeat = new Heartbeat(sharing(read.worker()), read.state(), read.runningJobs());
    said.put(key, new Said(bytes, heartbeat));
    return new FleetMember(heartbeat, heardAt);
  }

  /** Its worker has left. */
  void forget(String key) {
    said.remove(key);
  }

  private Worker sharing(Worker worker) {
    return new Worker(
        worker.host(),
        worker.labels(),
        worker.version(),
        worker.platform(),
        worker.startedAt(),
        worker.heartbeatInterval(),
        worker.maxJobs(),
        shared(worker.capabilities()));
  }

  private List<OperationName> shared(List<OperationName> capabilities) {
    var first = shared.get(capabilities);
    if (first != null) {
      return first;
    }
    if (shared.size() < MAX_SHARED) {
      shared.put(capabilities, capabilities);
    }
    return capabilities;
  }
}
