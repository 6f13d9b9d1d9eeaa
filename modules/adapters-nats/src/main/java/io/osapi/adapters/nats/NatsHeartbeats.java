package io.osapi.adapters.nats;

import io.osapi.application.port.Heartbeats;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import java.util.Optional;

/** Writes this worker's key in the fleet's bucket. */
final class NatsHeartbeats implements Heartbeats {
  private final KeyBucket workers;
  private final NatsCancellations cancellations;
  private Optional<Written> last = Optional.empty();

  /** Most heartbeats say what the one before said. */
  private record Written(Heartbeat heartbeat, byte[] bytes) {}

  NatsHeartbeats(Link link, Nats.Layout layout, NatsCancellations cancellations) {
    this.workers = new KeyBucket(link, layout.workers());
    this.cancellations = cancellations;
  }

  @Override
  public void send(Heartbeat heartbeat) {
    var key = Keys.worker(heartbeat.worker().host());
    boolean wanted = cancellations.wantsTime();
    workers.put(key, bytes(heartbeat));
    if (wanted) {
      // Once a connection: the broker's clock is the only one that all hosts share.
      workers.last(key).ifPresent(entry -> cancellations.isListeningSince(entry.recordedAt()));
    }
  }

  private synchronized byte[] bytes(Heartbeat heartbeat) {
    var same = last.filter(written -> written.heartbeat().equals(heartbeat));
    var written = same.orElseGet(() -> new Written(heartbeat, HeartbeatCodec.write(heartbeat)));
    last = Optional.of(written);
    return written.bytes();
  }

  /** A mark and no purge: whoever watches the fleet is to see it. */
  @Override
  public void withdraw(HostName host) {
    workers.mark(Keys.worker(host));
  }
}
