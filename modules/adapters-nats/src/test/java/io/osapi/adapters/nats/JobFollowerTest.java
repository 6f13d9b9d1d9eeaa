package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is in the buckets already, or comes from elsewhere, does not stop who follows them. */
class JobFollowerTest {
  private static final int JOBS = 2_000;

  @Test
  void records_that_nobody_can_follow_keep_nobody_from_being_ready_or_from_listing_others()
      throws Exception {
    var layout = TestSystem.layout("f" + Samples.newWord());
    try (var first = new TestSystem(TestNats.url(), layout).awaitReady()) {
      var job = Samples.job(new Target.Any());
      first.api.store().create(job);
      var queue = "$KV." + layout.queue().name() + ".";
      var responses = "$KV." + layout.responses().name() + ".";
      for (var subject :
          List.of(
              queue + "jobs." + Samples.newId(),
              queue + "jobs.x",
              queue + "status.x",
              queue + "status." + Samples.newId() + ".exploded.h.1",
              queue + "something.else",
              responses + job.id() + ".h",
              responses + "x",
              responses + "x.y")) {
        publish(subject);
      }
      var behind = Samples.job(new Target.Any());
      first.api.store().create(behind);

      try (var second = new TestSystem(TestNats.url(), layout).awaitReady()) {
        for (var system : List.of(first, second)) {
          assertThat(system.api.index().page(JobIndex.Filter.ALL, 10, 0).ids())
              .containsExactly(behind.id(), job.id());
          assertThat(system.api.store().findAll(List.of(behind.id(), job.id())))
              .extracting(JobRecord::job)
              .containsExactly(behind, job);
        }
      }
    }
  }

  @Test
  void an_api_process_that_starts_over_thousands_of_jobs_lists_and_counts_them_as_before() {
    var layout = TestSystem.layout("f" + Samples.newWord());
    var host = Samples.newHost();
    var expected = new EnumMap<JobStatus, Long>(JobStatus.class);
    var ids = new ArrayList<JobId>();
    try (var first = new TestSystem(TestNats.url(), layout).awaitReady()) {
      var store = first.api.store();
      for (int i = 0; i < JOBS; i++) {
        var job = Samples.job(new Target.Host(host), host);
        store.create(job);
        switch (i % 5) {
          case 0 -> expected.merge(JobStatus.SUBMITTED, 1L, Long::sum);
          case 1 -> {
            store.append(job.id(), Samples.started(host));
            expected.merge(JobStatus.PROCESSING, 1L, Long::sum);
          }
          case 2 -> {
            store.append(job.id(), Samples.completed(host));
            expected.merge(JobStatus.COMPLETED, 1L, Long::sum);
          }
          case 3 -> {
            store.append(job.id(), new TimelineEvent.Cancelled(Instant.now(), "me", Set.of()));
            // Late, and no news: it was called off before.
            store.append(job.id(), Samples.completed(host));
            expected.merge(JobStatus.CANCELLED, 1L, Long::sum);
          }
          default -> store.delete(job.id());
        }
        if (i % 5 != 4) {
          ids.addFirst(job.id());
        }
      }
    }

    try (var second = new TestSystem(TestNats.url(), layout).awaitReady()) {
      var index = second.api.index();
      assertThat(index.counts().byStatus()).isEqualTo(expected);
      assertThat(index.page(JobIndex.Filter.ALL, JOBS, 0).ids()).isEqualTo(ids);
      assertThat(index.active()).hasSize(2 * JOBS / 5);
    }
  }

  private static void publish(String subject) throws Exception {
    var connection = io.nats.client.Nats.connect(TestNats.url());
    connection.jetStream().publish(subject, "no record".getBytes(StandardCharsets.UTF_8));
    connection.close();
  }
}
