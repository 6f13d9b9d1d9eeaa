package io.osapi.bootstrap.role;

import io.osapi.adapters.nats.Nats;
import io.osapi.bootstrap.config.Job;
import io.osapi.bootstrap.config.NatsClient;
import io.osapi.domain.access.TokenId;
import java.net.URI;
import java.time.Duration;

/** The configuration in the words of the NATS adapter. */
final class NatsWiring {
  /** A worker that was silent for so long is forgotten: its name is "never seen" again. */
  private static final Duration FLEET_MEMORY = Duration.ofDays(7);

  /** Bounds the fleet at well over 100,000 workers of a kilobyte each. */
  private static final long FLEET_BYTES = 256L << 20;

  private static final String FLEET_BUCKET = "workers";

  /** Longer than any token lives, with what clocks may differ. */
  private static final Duration REVOKED_MEMORY = TokenId.MAX_LIFETIME.plusDays(1);

  /** Bounds the list at some 200,000 tokens; one more is refused, none is forgotten. */
  private static final long REVOKED_BYTES = 64L << 20;

  private static final String REVOKED_BUCKET = "revoked-tokens";

  private NatsWiring() {}

  static Nats.Endpoint endpoint(NatsClient client) {
    return new Nats.Endpoint(
        client.servers().stream().map(URI::toString).toList(),
        client.clientName(),
        client.credentialsFile());
  }

  static Nats.Layout layout(Job job) {
    var stream = job.stream();
    var kv = job.kv();
    boolean kvInMemory = kv.storage() == Job.Storage.MEMORY;
    var consumer = job.consumer();
    return new Nats.Layout(
        new Nats.Layout.Stream(
            job.streamName(),
            job.streamSubjects(),
            stream.maxAge(),
            stream.maxMsgs(),
            stream.storage() == Job.Storage.MEMORY,
            stream.replicas()),
        new Nats.Layout.DeadLetterStream(
            job.streamName() + "-DLQ",
            job.dlq().maxAge(),
            job.dlq().maxMsgs(),
            job.dlq().storage() == Job.Storage.MEMORY,
            job.dlq().replicas()),
        new Nats.Layout.Bucket(job.kvBucket(), kv.ttl(), kv.maxBytes(), kvInMemory, kv.replicas()),
        new Nats.Layout.Bucket(
            job.kvResponseBucket(), kv.ttl(), kv.maxBytes(), kvInMemory, kv.replicas()),
        new Nats.Layout.Bucket(FLEET_BUCKET, FLEET_MEMORY, FLEET_BYTES, kvInMemory, kv.replicas()),
        // On disk whatever the jobs are: a restart of the broker gives no token back.
        new Nats.Layout.Bucket(REVOKED_BUCKET, REVOKED_MEMORY, REVOKED_BYTES, false, kv.replicas()),
        new Nats.Layout.Consumer(
            job.consumerName(),
            consumer.maxDeliver(),
            consumer.ackWait(),
            consumer.maxAckPending(),
            consumer.backOff()));
  }
}
