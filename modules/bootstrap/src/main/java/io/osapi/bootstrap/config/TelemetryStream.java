package io.osapi.bootstrap.config;

import java.time.Duration;

/** The stream that keeps what edge workers tell of their hosts; a full one drops the oldest. */
public record TelemetryStream(
    String name,
    Duration maxAge,
    long maxMsgsPerSubject,
    long maxBytes,
    Job.Storage storage,
    int replicas) {}
