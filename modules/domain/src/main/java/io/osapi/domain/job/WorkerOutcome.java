package io.osapi.domain.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One worker's part of a job.
 *
 * @param took measured by the worker itself
 * @param attempts how often it began
 * @param answer what it said in the end
 * @param error why it did not complete, also where it never answered
 */
public record WorkerOutcome(
    WorkerStatus status,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Duration> took,
    int attempts,
    Optional<Answer> answer,
    Optional<Fault> error) {}
