package io.osapi.benchmarks;

import io.osapi.adapters.nats.Nats;
import java.time.Duration;
import java.util.List;

/** What the product keeps in NATS when nobody configures anything else. */
final class Defaults {
  private static final Duration DAY = Duration.ofHours(24);
  private static final long GIB = 1L << 30;

  /** 0 means no bound: a million jobs are to fit, whatever an operator would allow. */
  private static final long NO_BOUND = 0;

  static final Nats.Layout LAYOUT =
      new Nats.Layout(
          new Nats.Layout.Stream("JOBS", "jobs.>", DAY, 1_000_000, false, 1),
          new Nats.Layout.DeadLetterStream("JOBS-DLQ", Duration.ofDays(7), 1_000, false, 1),
          new Nats.Layout.Bucket("job-queue", DAY, NO_BOUND, false, 1),
          new Nats.Layout.Bucket("job-responses", DAY, NO_BOUND, false, 1),
          new Nats.Layout.Bucket("workers", Duration.ofDays(7), GIB / 4, false, 1),
          new Nats.Layout.Bucket("revoked-tokens", Duration.ofDays(91), GIB / 16, false, 1),
          new Nats.Layout.Consumer(
              "jobs-worker",
              5,
              Duration.ofMinutes(2),
              1_000,
              List.of(
                  Duration.ofSeconds(30),
                  Duration.ofMinutes(2),
                  Duration.ofMinutes(5),
                  Duration.ofMinutes(15),
                  Duration.ofMinutes(30))),
          new Nats.Layout.Agents(
              "agents",
              new Nats.Layout.TelemetryStream(
                  "TELEMETRY", Duration.ofDays(7), 10_000, GIB / 2, false, 1)));

  private Defaults() {}
}
