package io.osapi.adapters.nats;

import io.osapi.application.port.Heartbeats;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;

/** Writes this worker's key in the fleet's bucket. */
final class NatsHeartbeats implements Heartbeats {
  private final KeyBucket workers;
  private final NatsCancellations cancellations;

  NatsHeartbeats(Link link, Nats.Layout layout, NatsCancellations cancellations) {
    this.workers = new KeyBucket(link, layout.workers());
    this.cancellations = cancellations;
  }

  @Override
  public void send(Heartbeat heartbeat) {
    var key = Keys.worker(heartbeat.worker().host());
    boolean wanted = cancellations.wantsTime();
    workers.put(key, HeartbeatCodec.write(heartbeat));
    if (wanted) {
      // Once a connection: the broker's clock is the only one that all hosts share.
      workers.last(key).ifPresent(entry -> cancellations.isListeningSince(entry.recordedAt()));
    }
  }

  /** A mark and no purge: whoever watches the fleet is to see it. */
  @Override
  public void withdraw(HostName host) {
    workers.mark(Keys.worker(host));
  }
}
