package io.osapi.domain.job;

import static io.osapi.domain.job.Jobs.A;
import static io.osapi.domain.job.Jobs.B;
import static io.osapi.domain.job.Jobs.acknowledged;
import static io.osapi.domain.job.Jobs.after;
import static io.osapi.domain.job.Jobs.completed;
import static io.osapi.domain.job.Jobs.expired;
import static io.osapi.domain.job.Jobs.started;
import static io.osapi.domain.job.Jobs.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void events_stand_in_the_order_they_happened() {
    assertThat(timeline(completed(A, 3), acknowledged(A, 1), started(A, 2)).events())
        .containsExactly(acknowledged(A, 1), started(A, 2), completed(A, 3));
  }

  @Test
  void of_what_happened_at_once_the_start_stands_before_the_answer() {
    assertThat(timeline(completed(A, 1), started(A, 1)).events())
        .containsExactly(started(A, 1), completed(A, 1));
  }

  @Test
  void adding_events_leaves_the_old_timeline_as_it_was() {
    var before = timeline(started(A, 1));
    var longer = before.with(List.of(completed(A, 2), started(A, 1)));

    assertThat(before.events()).containsExactly(started(A, 1));
    assertThat(longer.events()).containsExactly(started(A, 1), completed(A, 2));
  }

  @Test
  void a_retry_names_the_new_job() {
    var as = JobId.of(after(9), 0, 7);
    var retried = new TimelineEvent.Retried(after(9), as, "somebody");

    assertThat(Timeline.EMPTY.retry()).isEmpty();
    assertThat(timeline(completed(A, 1), retried).retry()).contains(retried);
  }

  @Test
  void an_event_of_a_worker_names_it_and_one_of_the_api_does_not() {
    assertThat(started(B, 1).worker()).contains(B);
    assertThat(expired(1).worker()).isEmpty();
  }

  @Test
  void an_answer_is_an_event_of_the_kind_of_what_it_says() {
    assertThat(List.of(completed(A, 1), Jobs.failed(A, 1), Jobs.skipped(A, 1), Jobs.timedOut(A, 1)))
        .extracting(TimelineEvent::kind)
        .containsExactly(
            TimelineEvent.Kind.COMPLETED,
            TimelineEvent.Kind.FAILED,
            TimelineEvent.Kind.SKIPPED,
            TimelineEvent.Kind.TIMED_OUT);
  }
}
