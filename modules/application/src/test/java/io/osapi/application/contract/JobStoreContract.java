package io.osapi.application.contract;

import static io.osapi.application.contract.Alike.alike;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link JobStore} does. */
public interface JobStoreContract {
  /** More than a store may read with one request. */
  int MANY_WORKERS = 1_100;

  /** More than any clock of a store is off, in the same building. */
  Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  /** Generous: reached only by a store that is broken. */
  Duration AT_MOST = Duration.ofSeconds(30);

  /** The store under test, which knows {@link Samples#CATALOGUE}. */
  JobStore store();

  @Test
  default void an_unknown_id_is_found_empty() {
    assertThat(store().find(Samples.newId())).isEmpty();
  }

  @Test
  default void several_jobs_are_found_at_once_in_the_order_asked_for() {
    var jobs = Stream.generate(() -> Samples.job(new Target.Any())).limit(250).toList();
    jobs.forEach(store()::create);
    store().append(jobs.getFirst().id(), Samples.completed(Samples.newHost()));
    var ids = new ArrayList<>(jobs.reversed().stream().map(Job::id).toList());
    ids.add(3, Samples.newId());

    var found = store().findAll(ids);
    assertThat(found).extracting(JobRecord::job).containsExactlyElementsOf(jobs.reversed());
    assertThat(found.getLast()).isEqualTo(store().find(jobs.getFirst().id()).orElseThrow());
  }

  @Test
  default void a_deleted_job_is_gone_with_all_its_events_and_others_stay() {
    var deleted = Samples.job(new Target.Any());
    var other = Samples.job(new Target.Any());
    for (var job : List.of(deleted, other)) {
      store().create(job);
      Samples.everyKind(Samples.newHost()).forEach(event -> store().append(job.id(), event));
    }
    store().delete(deleted.id());
    store().delete(deleted.id());

    assertThat(store().find(deleted.id())).isEmpty();
    assertThat(store().findAll(List.of(deleted.id(), other.id())))
        .extracting(JobRecord::job)
        .containsExactly(other);
    // An announcement under an id that was used would be dropped as one that is known.
    assertThatThrownBy(() -> store().create(deleted))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.JOB_DELETED));
    assertThat(store().find(deleted.id())).isEmpty();
  }

  @Test
  default void the_first_job_under_an_id_stays() {
    var first = Samples.job(new Target.Any());
    var second =
        new Job(
            first.id(),
            first.invocation(),
            first.target(),
            first.expected(),
            first.timeout(),
            first.createdAt().plusSeconds(1),
            first.expiresAt(),
            "another",
            first.retryOf());
    store().create(first);
    store().create(second);
    store().create(first);

    assertThat(store().find(first.id()).orElseThrow().job()).isEqualTo(first);
  }

  @Test
  default void a_created_job_is_found_at_once_and_whole() {
    var host = Samples.newHost();
    for (var job :
        List.of(
            Samples.richJob(new Target.Any()),
            Samples.richJob(new Target.All(), host, Samples.newHost()),
            Samples.richJob(new Target.Host(host), host),
            Samples.richJob(new Target.Label("group", "web.dev"), host))) {
      assertThat(created(job)).isEqualTo(job);
    }
  }

  @Test
  default void a_job_without_anything_optional_is_found_as_it_was() {
    var job = Samples.job(new Target.Any());

    assertThat(created(job)).isEqualTo(job);
    assertThat(timeline(job.id())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void operations_of_every_effect_are_kept(Effect effect) {
    var job = Samples.job(Samples.invocationOf(effect), new Target.Any(), List.of());

    assertThat(created(job)).isEqualTo(job);
  }

  @Test
  default void every_kind_of_event_is_found_at_once_and_whole() {
    var job = Samples.job(new Target.Any());
    store().create(job);
    for (var event : Samples.everyKind(Samples.newHost())) {
      store().append(job.id(), event);

      assertThat(alike(timeline(job.id()))).contains(alike(event));
    }
  }

  @Test
  default void all_events_of_a_job_are_found() {
    var job = Samples.job(new Target.Any());
    var events = Samples.everyKind(Samples.newHost());
    store().create(job);
    events.forEach(event -> store().append(job.id(), event));

    assertThat(alike(timeline(job.id()))).containsExactlyInAnyOrderElementsOf(alike(events));
  }

  @Test
  default void the_same_event_twice_is_one() {
    var job = Samples.job(new Target.Any());
    var events = Samples.everyKind(Samples.newHost());
    store().create(job);
    events.forEach(event -> store().append(job.id(), event));
    events.forEach(event -> store().append(job.id(), event));

    assertThat(alike(timeline(job.id()))).containsExactlyInAnyOrderElementsOf(alike(events));
  }

  @Test
  default void of_a_workers_answers_the_first_stands() {
    var host = Samples.newHost();
    var job = Samples.job(new Target.Any());
    store().create(job);
    store().append(job.id(), Samples.completed(host));
    var fault = new Fault("too-late", "a second run, after a lost acknowledgement");
    store().append(job.id(), Samples.answered(host, new Answer.Failed(fault)));

    var found = store().find(job.id()).orElseThrow();
    assertThat(found.status(Instant.now())).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  default void events_of_one_worker_are_found_in_the_order_in_which_they_happened() {
    for (int i = 0; i < 20; i++) {
      var host = Samples.newHost();
      var job = Samples.job(new Target.Any());
      store().create(job);
      store().appendUnconfirmed(job.id(), new TimelineEvent.Acknowledged(host, Instant.now()));
      store().appendUnconfirmed(job.id(), Samples.started(host));
      store().append(job.id(), Samples.completed(host));

      await()
          .atMost(AT_MOST)
          .untilAsserted(() ->
              assertThat(timeline(job.id()))
                  .extracting(TimelineEvent::kind)
                  .containsExactly(
                      TimelineEvent.Kind.ACKNOWLEDGED,
                      TimelineEvent.Kind.STARTED,
                      TimelineEvent.Kind.COMPLETED));
    }
  }

  @Test
  default void an_event_has_the_time_of_the_store_whatever_its_sender_believes() {
    var host = Samples.newHost();
    var job = Samples.job(new Target.Any());
    store().create(job);
    var yesterday = Instant.now().minus(Duration.ofDays(1));
    store().append(job.id(), new TimelineEvent.Started(host, yesterday, 1));

    assertThat(timeline(job.id()))
        .singleElement()
        .satisfies(event ->
            assertThat(Duration.between(event.at(), Instant.now()).abs())
                .isLessThan(CLOCK_TOLERANCE));
  }

  @Test
  default void an_event_is_the_same_whenever_it_is_found() {
    var job = Samples.job(new Target.Any());
    store().create(job);
    store().append(job.id(), Samples.started(Samples.newHost()));

    assertThat(timeline(job.id())).isEqualTo(timeline(job.id()));
  }

  @Test
  default void events_of_hosts_with_similar_names_never_mix() {
    var word = Samples.newWord();
    var hosts =
        Stream.of(".a", "_a", "-a", "a", ".A", "_A", "..a", "-.a", "_.a", "_2ea", ".a.a")
            .map(end -> new HostName(word + end))
            .toList();
    var job = Samples.job(new Target.All(), hosts.toArray(HostName[]::new));
    store().create(job);
    hosts.forEach(host -> store().append(job.id(), Samples.started(host)));
    hosts.forEach(host -> store().append(job.id(), Samples.completed(host)));

    var found = store().find(job.id()).orElseThrow();
    assertThat(found.job().expected()).containsExactlyInAnyOrderElementsOf(hosts);
    assertThat(
            found.timeline().events().stream()
                .filter(TimelineEvent.Answered.class::isInstance)
                .map(event -> event.worker().orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(hosts);
    assertThat(found.timeline().events()).hasSize(2 * hosts.size());
  }

  @Test
  default void jobs_never_mix() {
    var host = Samples.newHost();
    var one = Samples.job(new Target.Any());
    var other = Samples.job(new Target.Any());
    store().create(one);
    store().create(other);
    store().append(one.id(), Samples.started(host));
    store().append(other.id(), Samples.completed(host));

    assertThat(timeline(one.id()))
        .extracting(TimelineEvent::kind)
        .containsExactly(TimelineEvent.Kind.STARTED);
    assertThat(timeline(other.id()))
        .extracting(TimelineEvent::kind)
        .containsExactly(TimelineEvent.Kind.COMPLETED);
  }

  @Test
  default void answers_of_more_workers_than_one_read_may_name_are_all_found() {
    var word = Samples.newWord();
    var hosts =
        IntStream.range(0, MANY_WORKERS).mapToObj(i -> new HostName(word + "-" + i)).toList();
    var job = Samples.job(new Target.All(), hosts.toArray(HostName[]::new));
    store().create(job);
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      hosts.forEach(
          host -> workers.submit(() -> store().append(job.id(), Samples.completed(host))));
    }

    var found = store().find(job.id()).orElseThrow();
    assertThat(found.job()).isEqualTo(job);
    assertThat(found.timeline().events()).hasSize(MANY_WORKERS);
    assertThat(found.status(Instant.now()).text()).isEqualTo("completed");
  }

  @Test
  default void the_answers_of_a_job_are_those_that_it_is_found_with() {
    var job = Samples.job(new Target.Any());
    store().create(job);
    Samples.everyKind(Samples.newHost()).forEach(event -> store().append(job.id(), event));

    assertThat(store().answers(Samples.newId())).isEmpty();
    assertThat(store().answers(job.id()))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            timeline(job.id()).stream()
                .filter(TimelineEvent.Answered.class::isInstance)
                .map(TimelineEvent.Answered.class::cast)
                .toList());
  }

  private Job created(Job job) {
    store().create(job);
    return store().find(job.id()).orElseThrow().job();
  }

  private List<TimelineEvent> timeline(JobId id) {
    return store().find(id).map(found -> found.timeline()).map(Timeline::events).orElseThrow();
  }
}
