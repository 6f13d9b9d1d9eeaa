package io.osapi.application.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link JobFeed} does. */
public interface JobFeedContract {
  /** Generous: reached only by a feed that is broken. */
  Duration AT_MOST = Duration.ofSeconds(30);

  Duration SHORT = Duration.ofMillis(300);

  /** The feed under test. */
  JobFeed feed();

  /** The store whose events it tells of. */
  JobStore store();

  @Test
  default void every_kind_of_event_stored_after_the_watch_began_is_heard() throws Exception {
    var id = newJob();
    try (var watch = feed().watch(id, AT_MOST)) {
      for (var event : Samples.everyKind(Samples.newHost())) {
        store().append(id, event);
      }
      var stored = stored(id);

      assertThat(heard(watch, stored)).containsAll(stored);
    }
  }

  @Test
  default void an_answer_is_told_whole_or_such_that_everybody_sees_it_is_not() throws Exception {
    var large = "x".repeat(100_000);
    for (var text : List.of("", "plain", "half\nway: 50 % — 大", large)) {
      var id = newJob();
      try (var watch = feed().watch(id, AT_MOST)) {
        var answer = new Answer.Completed(Optional.of(true), Map.of("text", text));
        store().append(id, Samples.answered(Samples.newHost(), answer));
        var stored = store().answers(id).getFirst();

        var told = (TimelineEvent.Answered) watch.next(AT_MOST).getFirst();
        assertThat(told).isEqualTo(told.mayBeOutline() ? stored.outline() : stored);
      }
    }
  }

  @Test
  default void an_event_stored_at_once_after_the_watch_began_is_never_left_out() throws Exception {
    for (int i = 0; i < 20; i++) {
      var id = newJob();
      try (var watch = feed().watch(id, AT_MOST)) {
        store().append(id, Samples.completed(Samples.newHost()));
        var stored = stored(id);

        assertThat(heard(watch, stored)).containsAll(stored);
      }
    }
  }

  @Test
  default void an_unconfirmed_event_is_heard_as_well() throws Exception {
    var id = newJob();
    try (var watch = feed().watch(id, AT_MOST)) {
      var host = Samples.newHost();
      store().appendUnconfirmed(id, Samples.started(host));
      store().append(id, Samples.completed(host));
      await().atMost(AT_MOST).until(() -> stored(id).size() == 2);
      var stored = stored(id);

      assertThat(heard(watch, stored)).containsAll(stored);
    }
  }

  @Test
  default void an_event_ends_the_wait_for_it() throws Exception {
    var id = newJob();
    try (var watch = feed().watch(id, AT_MOST)) {
      var writer =
          Thread.startVirtualThread(() -> store().append(id, Samples.started(Samples.newHost())));
      long begin = System.nanoTime();
      var news = watch.next(AT_MOST);

      assertThat(news).isNotEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_MOST.dividedBy(2));
      writer.join();
    }
  }

  @Test
  default void events_of_other_jobs_are_not_heard() throws Exception {
    var mine = newJob();
    var other = newJob();
    try (var watch = feed().watch(mine, AT_MOST)) {
      store().append(other, Samples.started(Samples.newHost()));
      store().append(mine, Samples.completed(Samples.newHost()));
      var stored = stored(mine);

      assertThat(heard(watch, stored)).containsExactlyInAnyOrderElementsOf(stored);
    }
  }

  @Test
  default void all_who_watch_a_job_hear_of_it() throws Exception {
    var id = newJob();
    try (var one = feed().watch(id, AT_MOST);
        var other = feed().watch(id, AT_MOST)) {
      store().append(id, Samples.started(Samples.newHost()));
      var stored = stored(id);

      assertThat(heard(one, stored)).containsAll(stored);
      assertThat(heard(other, stored)).containsAll(stored);
    }
  }

  @Test
  default void a_quiet_feed_gives_nothing_after_the_time_asked_for() throws Exception {
    try (var watch = feed().watch(newJob(), AT_MOST)) {
      long begin = System.nanoTime();

      assertThat(watch.next(SHORT)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(SHORT, AT_MOST.dividedBy(2));
      assertThat(watch.isOpen()).isTrue();
    }
  }

  @Test
  default void a_watch_ends_at_its_time_and_so_does_a_longer_wait() throws Exception {
    try (var watch = feed().watch(newJob(), SHORT)) {
      assertThat(watch.next(AT_MOST)).isEmpty();
      await().atMost(AT_MOST).until(() -> !watch.isOpen());
      assertThat(watch.next(AT_MOST)).isEmpty();
    }
  }

  private JobId newJob() {
    var job = Samples.job(new Target.Any());
    store().create(job);
    return job.id();
  }

  private Set<TimelineEvent> stored(JobId id) {
    return store().find(id).orElseThrow().timeline().events().stream()
        .map(JobFeedContract::outline)
        .collect(toSet());
  }

  /** A feed tells the outcome of an answer, and not what it says. */
  private static TimelineEvent outline(TimelineEvent event) {
    return event instanceof TimelineEvent.Answered answered ? answered.outline() : event;
  }

  /** What the watch tells until it has told {@code wanted}, or for as long as it is open. */
  private static Set<TimelineEvent> heard(
      JobFeed.Watch watch, Collection<? extends TimelineEvent> wanted) throws InterruptedException {
    var heard = Timeline.EMPTY;
    while (watch.isOpen() && !heard.events().containsAll(wanted)) {
      heard = heard.with(watch.next(SHORT).stream().map(JobFeedContract::outline).toList());
    }
    return Set.copyOf(heard.events());
  }
}
