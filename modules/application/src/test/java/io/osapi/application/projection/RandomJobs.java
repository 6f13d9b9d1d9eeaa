package io.osapi.application.projection;

import io.osapi.application.contract.Samples;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Jobs, events and filters by chance, from few hosts, so that they often meet. */
final class RandomJobs {
  private static final List<HostName> HOSTS =
      IntStream.range(0, 5).mapToObj(i -> new HostName("h" + i)).toList();

  private final Random random;
  private int made;

  RandomJobs(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  /** Seconds, or just one nanosecond more, so that limits are hit as well as passed. */
  Duration step() {
    return Duration.ofSeconds(random.nextInt(4)).plusNanos(random.nextInt(2));
  }

  JobId newId(Instant now) {
    return JobId.of(now, 0, made++);
  }

  Job job(JobId id, Instant now) {
    var target =
        switch (random.nextInt(4)) {
          case 0 -> new Target.Any();
          case 1 -> new Target.All();
          case 2 -> new Target.Label("group", "web");
          default -> new Target.Host(oneOf(HOSTS));
        };
    var expected =
        switch (target) {
          case Target.Any _ -> List.<HostName>of();
          case Target.All _ -> HOSTS;
          case Target.Host(var name) -> List.of(name);
          case Target.Label _ -> List.of(oneOf(HOSTS), oneOf(HOSTS));
        };
    return new Job(
        id,
        Samples.invocationOf(oneOf(List.of(Effect.values()))),
        target,
        expected,
        Duration.ofSeconds(1 + random.nextInt(20)),
        now,
        now.plusSeconds(1 + random.nextInt(30)),
        "somebody",
        Optional.empty());
  }

  TimelineEvent event(Instant now) {
    var host = oneOf(HOSTS);
    var at = now.minusSeconds(random.nextInt(3));
    return switch (random.nextInt(12)) {
      case 0 -> new TimelineEvent.Acknowledged(host, at);
      case 1, 2, 3 -> new TimelineEvent.Started(host, at, 1 + random.nextInt(2));
      case 4 -> new TimelineEvent.Progress(host, at, "half way");
      case 5, 6, 7 -> answered(host, at, new Answer.Completed(Optional.empty(), Map.of()));
      case 8 -> answered(host, at, new Answer.Failed(new Fault("failed", "")));
      case 9 -> answered(host, at, new Answer.TimedOut(new Fault("timed-out", "")));
      case 10 -> new TimelineEvent.Lost(host, at);
      default -> new TimelineEvent.Cancelled(at, "somebody", Set.of(host));
    };
  }

  /** One filter for each combination of conditions. */
  List<Filter> filters(Instant now) {
    var filters = new ArrayList<Filter>();
    for (int mask = 0; mask < 1 << 6; mask++) {
      filters.add(
          new Filter(
              given(mask, 0, oneOf(List.of(JobStatus.values()))),
              given(
                  mask,
                  1,
                  oneOf(
                      List.of(
                          Samples.LOOK_GET.name().toString(),
                          Samples.SCRIPT_RUN.name().toString(),
                          "no.such.thing"))),
              given(mask, 2, oneOf(List.of("_any", "_all", "group:web", "h1", "nobody"))),
              given(mask, 3, oneOf(HOSTS)),
              given(mask, 4, oneOf(List.of(now.minus(step()), now.minusSeconds(40), Instant.MIN))),
              given(mask, 5, oneOf(List.of(now.minus(step()), now.minusSeconds(5), Instant.MAX)))));
    }
    return filters;
  }

  private static TimelineEvent answered(HostName host, Instant at, Answer answer) {
    return new TimelineEvent.Answered(host, at, Duration.ofMillis(5), answer);
  }

  private static <T> Optional<T> given(int mask, int bit, T value) {
    return (mask >> bit & 1) == 1 ? Optional.of(value) : Optional.empty();
  }
}
