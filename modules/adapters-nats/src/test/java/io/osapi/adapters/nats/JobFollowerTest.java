package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in the buckets already, or comes from elsewhere, does not stop who follows them. */
class JobFollowerTest {

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
              .containsExactly(behind);
        }
      }
    }
  }

  private static void publish(String subject) throws Exception {
    var connection = io.nats.client.Nats.connect(TestNats.url());
    connection.jetStream().publish(subject, "no record".getBytes(StandardCharsets.UTF_8));
    connection.close();
  }
}
