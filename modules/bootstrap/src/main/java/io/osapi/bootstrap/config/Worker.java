package io.osapi.bootstrap.config;

import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The worker role. */
public record Worker(
    NatsClient nats,
    String queueGroup,
    HostName hostname,
    int maxJobs,
    Labels labels,
    Duration heartbeatInterval,
    Path stateDir,
    Optional<Metrics> metrics) {

  /** Where the worker tells its own metrics. */
  public record Metrics(String host, int port) {}
}
