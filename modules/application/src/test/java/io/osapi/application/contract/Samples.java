package io.osapi.application.contract;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.operation.Family;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Range;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Jobs, events and workers to test with. Times are whole milliseconds, as JSON carries them. */
public final class Samples {
  private static final Family FAMILY = new Family("sample", "Operations for contract tests");
  private static final AtomicInteger MADE = new AtomicInteger();

  /** What {@link Settings#mode} may be. */
  public enum Mode {
    GENTLE,
    FULL_SPEED
  }

  public record Place(
      @About("Text of any script") String name, @About("A number with a fraction") double height) {}

  /** An input with a component of every kind. */
  public record Settings(
      @About("Text") String name,
      @About("A small number") @Range(min = 1, max = 20) @Fallback("3") int count,
      @About("A large number") long sizeBytes,
      @About("A flag") boolean enabled,
      @About("A length of time") Duration interval,
      @About("A time") Instant since,
      @About("One of a few") Mode mode,
      @About("A list") List<String> servers,
      @About("A map") Map<String, String> labels,
      @About("A list of records") List<Place> places,
      @About("Something that is there") Optional<String> present,
      @About("Something that is not") Optional<String> absent) {}

  public record Outcome(@About("Whether the host was changed") boolean changed) implements Change {}

  public static final Operation<NoInput, Outcome> LOOK_GET =
      FAMILY.query("look.get", "Look", NoInput.class, Outcome.class);

  public static final Operation<Settings, Outcome> SETTINGS_UPDATE =
      FAMILY.modify("settings.update", "Change the settings", Settings.class, Outcome.class);

  public static final Operation<NoInput, Outcome> SCRIPT_RUN =
      FAMILY.execute("script.run", "Run a script", NoInput.class, Outcome.class);

  /** The adapters under test decode jobs with this one. */
  public static final Catalogue CATALOGUE =
      Catalogue.of(FAMILY.of(LOOK_GET, SETTINGS_UPDATE, SCRIPT_RUN));

  public static final Settings SETTINGS =
      new Settings(
          "größer / 大 \"quoted\" \\ \t{}",
          7,
          9_007_199_254_740_993L, // not a whole number any more for who reads it as a double
          true,
          Duration.ofMillis(1_500),
          Instant.parse("2026-01-31T12:00:00.250Z"),
          Mode.FULL_SPEED,
          List.of("192.0.2.1", "2001:db8::1"),
          Map.of("group", "web.dev", "a/b~c", ""),
          List.of(new Place("北", 8848.86), new Place("", -0.5)),
          Optional.of("here"),
          Optional.empty());

  private Samples() {}

  /** Of every worker made here. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(10);

  public static JobId newId() {
    return JobId.of(Instant.now(), MADE.incrementAndGet(), ThreadLocalRandom.current().nextLong());
  }

  /** A word that nobody used before, to build host names and labels from. */
  public static String newWord() {
    return "t" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
  }

  public static HostName newHost() {
    return new HostName(newWord());
  }

  /** A worker with the labels that a real one might have and two slots. */
  public static Worker worker(HostName host, Labels labels, int maxJobs) {
    return new Worker(
        host,
        labels,
        "0.1.0",
        "linux/amd64",
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        HEARTBEAT_INTERVAL,
        maxJobs,
        List.of(LOOK_GET.name(), SETTINGS_UPDATE.name()));
  }

  /** A job that reads. */
  public static Job job(Target target, HostName... expected) {
    return job(new Invocation<>(LOOK_GET, new NoInput()), target, List.of(expected));
  }

  public static Job job(Invocation<?, ?> invocation, Target target, List<HostName> expected) {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new Job(
        newId(),
        invocation,
        target,
        expected,
        Duration.ofMillis(42_500),
        now,
        now.plus(Duration.ofHours(1)),
        "somebody@example.org",
        Optional.empty());
  }

  /** A job that no worker may begin after that time. */
  public static Job expiringIn(Duration time, Target target, HostName... expected) {
    var job = job(target, expected);
    return new Job(
        job.id(),
        job.invocation(),
        job.target(),
        job.expected(),
        job.timeout(),
        job.createdAt(),
        job.createdAt().plus(time),
        job.createdBy(),
        job.retryOf());
  }

  /** A job in which nothing is left at its default. */
  public static Job richJob(Target target, HostName... expected) {
    var job = job(new Invocation<>(SETTINGS_UPDATE, SETTINGS), target, List.of(expected));
    return new Job(
        job.id(),
        job.invocation(),
        job.target(),
        job.expected(),
        job.timeout(),
        job.createdAt(),
        job.expiresAt(),
        job.createdBy(),
        Optional.of(newId()));
  }

  public static TimelineEvent started(HostName host) {
    return new TimelineEvent.Started(host, now(), 1);
  }

  public static TimelineEvent.Answered completed(HostName host) {
    return answered(host, new Answer.Completed(Optional.empty(), Map.of("changed", false)));
  }

  public static TimelineEvent.Answered answered(HostName host, Answer answer) {
    return new TimelineEvent.Answered(host, now(), Duration.ofMillis(1_234), answer);
  }

  /**
   * Every kind of event; those of a worker are of {@code host}, but each answer of its own host.
   */
  public static List<TimelineEvent> everyKind(HostName host) {
    return List.of(
        new TimelineEvent.Acknowledged(host, now()),
        new TimelineEvent.Started(host, now(), 3),
        new TimelineEvent.Progress(host, now(), "half\nway: 50 % — 大"),
        answered(host, new Answer.Completed(Optional.of(true), data())),
        answered(newHost(), new Answer.Completed(Optional.empty(), Map.of())),
        answered(
            newHost(), new Answer.Failed(new Fault("command-failed", "exit 3: \u001b[31mred"))),
        answered(newHost(), new Answer.Skipped("not on this platform")),
        answered(newHost(), new Answer.TimedOut(new Fault("timed-out", "stopped after PT30S"))),
        new TimelineEvent.Lost(newHost(), now()),
        new TimelineEvent.Cancelled(now(), "somebody else", Set.of(host, newHost())),
        new TimelineEvent.Expired(now()),
        new TimelineEvent.Retried(now(), newId(), "somebody"));
  }

  /** Plain values of every kind that an output may hold. */
  private static Map<String, Object> data() {
    return Map.of(
        "text",
        "größer / 大 \"quoted\"",
        "whole",
        9_007_199_254_740_993L,
        "decimal",
        0.25,
        "flag",
        true,
        "list",
        List.of(1, 2, 3),
        "empty",
        List.of(),
        "nested",
        Map.of("a.b", Map.of("c", "d")));
  }

  /** How operations of each effect look, for stores and queues that tell them apart. */
  public static Invocation<?, ?> invocationOf(Effect effect) {
    return switch (effect) {
      case QUERY -> new Invocation<>(LOOK_GET, new NoInput());
      case MODIFY -> new Invocation<>(SETTINGS_UPDATE, SETTINGS);
      case EXECUTE -> new Invocation<>(SCRIPT_RUN, new NoInput());
    };
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
