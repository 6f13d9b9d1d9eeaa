package io.osapi.adapters.nats;

import io.osapi.application.port.Heartbeats;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;

/** Writes this worker's key in the fleet's bucket. */
final class NatsHeartbeats implements Heartbeats {
  private final KeyBucket workers;

  NatsHeartbeats(Link link, Nats.Layout layout) {
    this.workers = new KeyBucket(link, layout.workers());
  }

  @Override
  public void send(Heartbeat heartbeat) {
    workers.put(Keys.worker(heartbeat.worker().host()), HeartbeatCodec.write(heartbeat));
  }

  /** A mark and no purge: whoever watches the fleet is to see it. */
  @Override
  public void withdraw(HostName host) {
    workers.mark(Keys.worker(host));
  }
}
