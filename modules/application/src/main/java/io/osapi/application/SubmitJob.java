package io.osapi.application;

import io.osapi.application.port.Dispatch;
import io.osapi.application.port.Fleet;
import io.osapi.application.port.Ids;
import io.osapi.application.port.JobStore;
import io.osapi.domain.access.Principal;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Liveness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns a request into a job that is stored and on its way to its workers. */
public final class SubmitJob {
  public static final Duration DEFAULT_EXPIRY = Duration.ofHours(1);
  public static final Duration MAX_EXPIRY = Duration.ofHours(24);
  public static final Duration MAX_TIMEOUT = Duration.ofHours(24);
  private static final Duration MIN_DURATION = Duration.ofMillis(100);

  private final Fleet fleet;
  private final JobStore store;
  private final Dispatch dispatch;
  private final Ids ids;
  private final InstantSource clock;

  public SubmitJob(Fleet fleet, JobStore store, Dispatch dispatch, Ids ids, InstantSource clock) {
    this.fleet = fleet;
    this.store = store;
    this.dispatch = dispatch;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What somebody asks for.
   *
   * @param timeout per worker, 100 ms to 24 h; the operation's own where empty
   * @param expiresIn how long it may wait for a worker, 100 ms to 24 h; 1 h where empty
   * @param only of the target's workers just these; all of them where empty
   * @param id an id that was claimed before; a new one where empty
   */
  public record Request(
      Invocation<?, ?> invocation,
      Target target,
      Optional<Duration> timeout,
      Optional<Duration> expiresIn,
      Principal by,
      List<HostName> only,
      Optional<JobId> retryOf,
      Optional<JobId> id) {

    public Request {
      timeout.ifPresent(limit -> check("/timeout", limit, MAX_TIMEOUT));
      expiresIn.ifPresent(limit -> check("/expires_in", limit, MAX_EXPIRY));
      only = List.copyOf(only);
    }

    public Request(
        Invocation<?, ?> invocation,
        Target target,
        Optional<Duration> timeout,
        Optional<Duration> expiresIn,
        Principal by) {
      this(
          invocation,
          target,
          timeout,
          expiresIn,
          by,
          List.of(),
          Optional.empty(),
          Optional.empty());
    }

    Request withId(JobId claimed) {
      return new Request(
          invocation, target, timeout, expiresIn, by, only, retryOf, Optional.of(claimed));
    }

    private static void check(String pointer, Duration limit, Duration max) {
      if (limit.compareTo(MIN_DURATION) < 0 || limit.compareTo(max) > 0) {
        throw ProblemException.invalid(
            Violation.outOfRange(pointer, "must be from " + MIN_DURATION + " to " + max));
      }
    }
  }

  /**
   * When it returns, the job survives a crash of every process.
   *
   * @throws ProblemException {@code NO_MATCHING_WORKER}, {@code NO_LIVE_WORKER}, {@code
   *     QUEUE_FULL}, {@code UNAVAILABLE}; {@code JOB_DELETED} under an id that was claimed before
   */
  public Job submit(Request request) {
    return request
        .id()
        .map(claimed -> submitClaimed(claimed, request))
        .orElseGet(() -> submitNew(ids.next(), request));
  }

  /** Under an id that nobody else has. */
  Job submitNew(JobId id, Request request) {
    var job = job(id, request);
    // Stored before it is announced: a lost announcement is repeated from the store, a lost record
    // is not seen again.
    store.create(job);
    announceOrRemove(job);
    return job;
  }

  private Job submitClaimed(JobId claimed, Request request) {
    var job = job(claimed, request);
    store.create(job);
    var stored = theFirst(job);
    dispatch.announce(stored);
    return stored;
  }

  /**
   * A job that the queue refuses was never accepted, so it goes: else it would be announced after
   * all once there is room, while its caller submits it anew. One under an id that was claimed
   * stays, for who asks again under its key gets the same one.
   */
  private void announceOrRemove(Job job) {
    try {
      dispatch.announce(job);
    } catch (ProblemException refused) {
      if (refused.problem() == Problem.QUEUE_FULL) {
        store.delete(job.id());
      }
      throw refused;
    }
  }

  /** Under an id that was claimed before, another process may have made the job meanwhile. */
  private Job theFirst(Job job) {
    return store.find(job.id()).map(JobRecord::job).orElse(job);
  }

  private Job job(JobId id, Request request) {
    var now = clock.instant();
    return new Job(
        id,
        request.invocation(),
        request.target(),
        request.only().isEmpty() ? expected(request.target()) : request.only(),
        request.timeout().orElse(request.invocation().operation().timeout()),
        now,
        now.plus(request.expiresIn().orElse(DEFAULT_EXPIRY)),
        request.by().subject(),
        request.retryOf());
  }

  /** The workers that must answer; none for {@link Target.Any}, which whoever starts answers. */
  private List<HostName> expected(Target target) {
    var now = clock.instant();
    return switch (target) {
      case Target.Any _ -> {
        require(live(fleet.members(), now).findAny().isPresent(), Problem.NO_LIVE_WORKER, target);
        yield List.of();
      }
      case Target.All _ -> {
        var live = hosts(live(fleet.members(), now));
        require(!live.isEmpty(), Problem.NO_LIVE_WORKER, target);
        yield live;
      }
      case Target.Host(var name) -> {
        require(fleet.member(name).isPresent(), Problem.NO_MATCHING_WORKER, target);
        yield List.of(name);
      }
      case Target.Label _ -> {
        var known =
            fleet.members().stream().filter(member -> target.includes(member.worker())).toList();
        require(!known.isEmpty(), Problem.NO_MATCHING_WORKER, target);
        var live = hosts(live(known, now));
        // All of them away: whoever returns before the job expires still gets it.
        yield live.isEmpty() ? hosts(known.stream()) : live;
      }
    };
  }

  private static void require(boolean isSo, Problem otherwise, Target target) {
    if (!isSo) {
      throw new ProblemException(otherwise, Map.of("target", target.text()));
    }
  }

  private static Stream<FleetMember> live(Collection<FleetMember> members, Instant now) {
    return members.stream().filter(member -> member.liveness(now) == Liveness.LIVE);
  }

  private static List<HostName> hosts(Stream<FleetMember> members) {
    return members.map(FleetMember::host).toList();
  }
}
