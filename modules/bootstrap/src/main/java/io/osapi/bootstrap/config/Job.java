package io.osapi.bootstrap.config;

import java.time.Duration;
import java.util.List;

/** The NATS objects that jobs are kept in and travel through. */
public record Job(
    String streamName,
    String streamSubjects,
    String kvBucket,
    String kvResponseBucket,
    String consumerName,
    Stream stream,
    Consumer consumer,
    Kv kv,
    Dlq dlq) {

  /** The stream that routes jobs to workers. */
  public record Stream(
      Duration maxAge, long maxMsgs, Storage storage, int replicas, Discard discard) {}

  /** How deliveries are given to workers. */
  public record Consumer(
      int maxDeliver,
      Duration ackWait,
      int maxAckPending,
      Replay replayPolicy,
      List<Duration> backOff) {}

  /** Both buckets of jobs, their events and answers. */
  public record Kv(Duration ttl, long maxBytes, Storage storage, int replicas) {}

  /** The stream of deliveries given up. */
  public record Dlq(Duration maxAge, long maxMsgs, Storage storage, int replicas) {}

  /** Whether data survives a restart of the nats-server. */
  public enum Storage {
    FILE,
    MEMORY
  }

  /** What a full stream refuses or drops. */
  public enum Discard {
    NEW,
    OLD
  }

  /** The pace of jobs that waited. */
  public enum Replay {
    INSTANT,
    ORIGINAL
  }
}
