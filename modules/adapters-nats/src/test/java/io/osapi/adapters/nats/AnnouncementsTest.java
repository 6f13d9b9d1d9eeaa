package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.HostName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
  private static final HostName ME = new HostName("web-1");
  private static final HostName OTHER = new HostName("db-1");

  private final Announcements announcements = new Announcements(new Codec(Samples.CATALOGUE));

  @Test
  void a_job_for_any_worker_arrives_as_it_was_sent() {
    var job = Samples.richJob(new Target.Any());

    assertThat(announcements.read(announcements.write(job), ME)).contains(job);
  }

  @Test
  void a_worker_is_told_of_itself_alone() {
    var job = Samples.richJob(new Target.All(), ME, OTHER);

    var received = announcements.read(announcements.write(job), ME).orElseThrow();
    assertThat(received.id()).isEqualTo(job.id());
    assertThat(received.invocation()).isEqualTo(job.invocation());
    assertThat(received.expected()).containsExactly(ME);
  }

  @Test
  void who_is_not_expected_gets_nothing() {
    var sent = announcements.write(Samples.job(new Target.All(), new HostName("web-10"), OTHER));

    assertThat(announcements.read(sent, ME)).isEmpty();
    assertThat(announcements.read(sent, new HostName("db"))).isEmpty();
  }

  @Test
  void a_broadcast_costs_a_few_bytes_a_worker() {
    var fleet = IntStream.range(0, 5_000).mapToObj("host-%05d"::formatted).map(HostName::new);
    var job = Samples.job(new Target.All(), fleet.toArray(HostName[]::new));

    var sent = announcements.write(job);
    assertThat(sent.length).isLessThan(5 * 5_000);
    assertThat(announcements.read(sent, new HostName("host-04999")).map(Job::id))
        .contains(job.id());
    assertThat(announcements.read(sent, ME)).isEmpty();
  }

  @Test
  void what_is_torn_or_no_announcement_is_unreadable() {
    var fleet = IntStream.range(0, 1_000).mapToObj("host-%05d"::formatted).map(HostName::new);
    var sent = announcements.write(Samples.job(new Target.All(), fleet.toArray(HostName[]::new)));

    for (var broken :
        List.of(
            new byte[0],
            new byte[] {0x78},
            Arrays.copyOf(sent, sent.length / 2),
            "{".getBytes(StandardCharsets.UTF_8),
            "{\"v\":1}".getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> announcements.read(broken, ME)).isInstanceOf(Json.Unreadable.class);
    }
  }
}
