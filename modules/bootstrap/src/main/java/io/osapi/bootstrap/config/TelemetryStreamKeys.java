package io.osapi.bootstrap.config;

import java.time.Duration;

/** The keys of the stream of telemetry: a part of every role's configuration, as the jobs' is. */
record TelemetryStreamKeys(
    Key<String> name,
    Key<Duration> maxAge,
    Key<Long> maxMsgsPerSubject,
    Key<Long> maxBytes,
    Key<Job.Storage> storage,
    Key<Integer> replicas) {

  private static final String SECTION = "telemetry.stream";

  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;

  static TelemetryStreamKeys in(KeyTable table) {
    return new TelemetryStreamKeys(
        table.key(
            SECTION + ".name",
            Types.NATS_NAME,
            "TELEMETRY",
            "Stream that keeps what edge workers tell of their hosts"),
        table.key(
            SECTION + ".max_age",
            Types.duration(Duration.ofMinutes(1), Duration.ofDays(3650)),
            Duration.ofDays(7),
            "How long telemetry is kept"),
        table.key(
            SECTION + ".max_msgs_per_subject",
            Types.wholeLong(1, 1_000_000_000L),
            10_000L,
            "Most messages of one type of one host; the oldest go first"),
        table.key(
            SECTION + ".max_bytes",
            Types.size(MIB, TIB),
            512 * MIB,
            "Most bytes of all telemetry; the oldest goes first"),
        table.key(
            SECTION + ".storage",
            Types.choice(Job.Storage.class),
            Job.Storage.FILE,
            "Where the nats-server keeps it"),
        table.key(SECTION + ".replicas", Types.whole(1, 5), 1, "Copies in a NATS cluster"));
  }
}
