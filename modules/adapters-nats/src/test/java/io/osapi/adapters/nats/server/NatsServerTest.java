package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Nats;
import org.junit.jupiter.api.Test;

class NatsServerTest {
  @Test
  void the_shared_server_serves() throws Exception {
    var connection = Nats.connect(TestNats.url());
    try {
      assertThat(connection.getServerInfo().isJetStreamAvailable()).isTrue();
    } finally {
      connection.close();
    }
  }
}
