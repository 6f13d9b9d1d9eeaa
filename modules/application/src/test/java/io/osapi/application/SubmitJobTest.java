package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.FixedIds;
import io.osapi.application.memory.MemoryFleet;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitJobTest {
  private static final HostName WEB_1 = new HostName("web-01");
  private static final HostName WEB_2 = new HostName("web-02");
  private static final HostName DB = new HostName("db-01");
  private static final Labels WEB = new Labels(Map.of("group", "web.dev"));

  private static final Duration LATE = Duration.ofSeconds(40);
  private static final Duration GONE = Duration.ofMinutes(5);

  private final MovableClock clock = new MovableClock();
  private final MemoryFleet fleet = new MemoryFleet(clock);
  private final MemoryJobs store = new MemoryJobs(clock);
  private final List<Job> announced = new ArrayList<>();
  private final SubmitJob submitJob =
      new SubmitJob(fleet, store, announced::add, new FixedIds(), clock);

  @Test
  void a_job_is_what_was_asked_for_from_now_on() {
    beat(DB, Labels.NONE);
    var job =
        submitJob.submit(
            new SubmitJob.Request(
                new Invocation<>(Samples.SETTINGS_UPDATE, Samples.SETTINGS),
                new Target.Host(DB),
                Optional.of(Duration.ofSeconds(7)),
                Optional.of(Duration.ofMinutes(9)),
                new Principal("an operator", Set.of(Role.WRITE))));

    assertThat(job)
        .isEqualTo(
            new Job(
                FixedIds.nth(0),
                new Invocation<>(Samples.SETTINGS_UPDATE, Samples.SETTINGS),
                new Target.Host(DB),
                List.of(DB),
                Duration.ofSeconds(7),
                clock.instant(),
                clock.instant().plus(Duration.ofMinutes(9)),
                "an operator",
                Optional.empty()));
  }

  @Test
  void what_is_not_said_has_its_default() {
    beat(DB, Labels.NONE);
    var job = submit(new Target.Any());

    assertThat(job.timeout()).isEqualTo(Samples.LOOK_GET.timeout());
    assertThat(job.expiresAt()).isEqualTo(job.createdAt().plus(Duration.ofHours(1)));
  }

  @Test
  void any_expects_nobody_by_name() {
    beat(WEB_1, WEB);

    assertThat(submit(new Target.Any()).expected()).isEmpty();
  }

  @Test
  void all_expects_the_workers_that_are_live_now() {
    beat(DB, Labels.NONE);
    clock.advance(LATE);
    beat(WEB_2, WEB);
    beat(WEB_1, WEB);

    assertThat(submit(new Target.All()).expected()).containsExactly(WEB_1, WEB_2);
  }

  @Test
  void a_label_expects_the_live_workers_at_or_below_it() {
    beat(WEB_1, WEB);
    beat(new HostName("site-01"), new Labels(Map.of("group", "website")));
    beat(DB, Labels.NONE);

    assertThat(submit(new Target.Label("group", "web")).expected()).containsExactly(WEB_1);
  }

  @Test
  void a_label_whose_workers_are_all_away_expects_whoever_returns() {
    beat(WEB_1, WEB);
    beat(WEB_2, WEB);
    clock.advance(GONE);
    assertThat(submit(new Target.Label("group", "web")).expected()).containsExactly(WEB_1, WEB_2);

    beat(WEB_2, WEB);
    assertThat(submit(new Target.Label("group", "web")).expected()).containsExactly(WEB_2);
  }

  @Test
  void a_host_is_expected_whether_or_not_it_is_there() {
    beat(DB, Labels.NONE);
    clock.advance(GONE);

    assertThat(submit(new Target.Host(DB)).expected()).containsExactly(DB);
  }

  @Test
  void a_host_or_label_that_was_never_seen_matches_no_worker() {
    beat(DB, Labels.NONE);

    assertThatThrownBy(() -> submit(new Target.Host(WEB_1)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem()).isEqualTo(Problem.NO_MATCHING_WORKER);
              assertThat(refused.detail()).contains("target 'web-01'");
            });
    assertThat(problem(new Target.Label("group", "web"))).isEqualTo(Problem.NO_MATCHING_WORKER);
  }

  @Test
  void any_and_all_need_a_live_worker() {
    assertThat(problem(new Target.Any())).isEqualTo(Problem.NO_LIVE_WORKER);
    assertThat(problem(new Target.All())).isEqualTo(Problem.NO_LIVE_WORKER);

    beat(DB, Labels.NONE);
    clock.advance(GONE);
    assertThat(problem(new Target.Any())).isEqualTo(Problem.NO_LIVE_WORKER);
    assertThat(problem(new Target.All())).isEqualTo(Problem.NO_LIVE_WORKER);
  }

  @Test
  void a_worker_that_said_goodbye_is_not_live() {
    fleet.send(new Heartbeat(Samples.worker(DB, Labels.NONE, 1), Heartbeat.State.STOPPED, 0));

    assertThat(problem(new Target.Any())).isEqualTo(Problem.NO_LIVE_WORKER);
  }

  @Test
  void a_refused_job_is_neither_stored_nor_announced() {
    assertThat(problem(new Target.All())).isEqualTo(Problem.NO_LIVE_WORKER);

    assertThat(store.jobs()).isEmpty();
    assertThat(announced).isEmpty();
  }

  @Test
  void a_job_is_stored_when_it_is_announced() {
    beat(DB, Labels.NONE);
    var storedBefore = new ArrayList<Job>();
    var submit =
        new SubmitJob(fleet, store, _ -> storedBefore.addAll(store.jobs()), new FixedIds(), clock);

    assertThat(submit.submit(request(new Target.Any()))).isIn(storedBefore);
  }

  @Test
  void a_job_whose_announcement_failed_is_in_the_store_to_be_announced_again() {
    assertRefusedWith(Problem.UNAVAILABLE, request(new Target.Any()));

    assertThat(store.find(FixedIds.nth(0))).isPresent();
  }

  @Test
  void a_job_that_the_queue_refused_is_gone_so_that_nobody_announces_it_later() {
    assertRefusedWith(Problem.QUEUE_FULL, request(new Target.Any()));

    assertThat(store.find(FixedIds.nth(0))).isEmpty();
  }

  @Test
  void a_job_under_a_claimed_id_stays_for_who_asks_again() {
    var claimed = FixedIds.nth(7);
    assertRefusedWith(Problem.QUEUE_FULL, request(new Target.Any()).withId(claimed));

    assertThat(store.find(claimed)).isPresent();
  }

  /** By the queue, after the job was stored. */
  private void assertRefusedWith(Problem problem, SubmitJob.Request request) {
    beat(DB, Labels.NONE);
    var submit =
        new SubmitJob(
            fleet,
            store,
            _ -> {
              throw new ProblemException(problem);
            },
            new FixedIds(),
            clock);
    assertThatThrownBy(() -> submit.submit(request))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT0S", "PT0.099S", "PT24H0.001S", "P365D"})
  void times_out_of_range_are_refused(String text) {
    var limit = Optional.of(Duration.parse(text));

    assertThat(violation(limit, Optional.empty()).pointer()).isEqualTo("/timeout");
    assertThat(violation(Optional.empty(), limit).pointer()).isEqualTo("/expires_in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.1S", "PT24H"})
  void times_at_the_ends_of_the_range_are_taken(String text) {
    var limit = Optional.of(Duration.parse(text));

    assertThat(request(new Target.Any(), limit, limit).timeout()).isEqualTo(limit);
  }

  private void beat(HostName host, Labels labels) {
    fleet.send(new Heartbeat(Samples.worker(host, labels, 1), Heartbeat.State.READY, 0));
  }

  private Job submit(Target target) {
    var job = submitJob.submit(request(target));
    assertThat(store.find(job.id()).orElseThrow().job()).isEqualTo(job);
    assertThat(announced).last().isEqualTo(job);
    return job;
  }

  private Problem problem(Target target) {
    try {
      submitJob.submit(request(target));
    } catch (ProblemException refused) {
      return refused.problem();
    }
    throw new AssertionError("was not refused: " + target);
  }

  private static Violation violation(Optional<Duration> timeout, Optional<Duration> expiresIn) {
    try {
      request(new Target.Any(), timeout, expiresIn);
    } catch (ProblemException refused) {
      assertThat(refused.violations()).hasSize(1);
      return refused.violations().getFirst();
    }
    throw new AssertionError("was not refused");
  }

  private static SubmitJob.Request request(Target target) {
    return request(target, Optional.empty(), Optional.empty());
  }

  private static SubmitJob.Request request(
      Target target, Optional<Duration> timeout, Optional<Duration> expiresIn) {
    return new SubmitJob.Request(
        new Invocation<>(Samples.LOOK_GET, new NoInput()),
        target,
        timeout,
        expiresIn,
        new Principal("somebody", Set.of(Role.READ)));
  }
}
