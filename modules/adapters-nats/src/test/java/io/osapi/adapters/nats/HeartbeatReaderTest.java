package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatReaderTest {
  private static final Instant FIRST = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(10);

  private final Worker one = Samples.worker(new HostName("one.lan"), Labels.NONE, 2);
  private final Worker other = Samples.worker(new HostName("other"), Labels.NONE, 2);
  private final HeartbeatReader reader = new HeartbeatReader();

  @Test
  void what_is_said_again_is_not_read_again_and_heard_at_its_time() {
    var first = reader.read("one_dlan", bytes(one, 0), FIRST);
    var second = reader.read("one_dlan", bytes(one, 0), SECOND);

    assertThat(second.heartbeat()).isSameAs(first.heartbeat());
    assertThat(first.lastHeartbeat()).isEqualTo(FIRST);
    assertThat(second.lastHeartbeat()).isEqualTo(SECOND);
  }

  @Test
  void what_is_new_is_read() {
    reader.read("one_dlan", bytes(one, 0), FIRST);
    var busy = reader.read("one_dlan", bytes(one, 1), SECOND);

    assertThat(busy.heartbeat()).isEqualTo(new Heartbeat(one, Heartbeat.State.READY, 1));
  }

  @Test
  void workers_that_can_do_the_same_share_the_list_of_it() {
    var first = reader.read("one_dlan", bytes(one, 0), FIRST).worker();
    var second = reader.read("other", bytes(other, 0), FIRST).worker();

    assertThat(second).isEqualTo(other);
    assertThat(second.capabilities()).isSameAs(first.capabilities());
  }

  @Test
  void nobody_speaks_for_another_by_saying_what_that_one_said() {
    reader.read("one_dlan", bytes(one, 0), FIRST);

    assertThatThrownBy(() -> reader.read("other", bytes(one, 0), FIRST))
        .isInstanceOf(Json.Unreadable.class);
  }

  private static byte[] bytes(Worker worker, int running) {
    return HeartbeatCodec.write(new Heartbeat(worker, Heartbeat.State.READY, running));
  }
}
