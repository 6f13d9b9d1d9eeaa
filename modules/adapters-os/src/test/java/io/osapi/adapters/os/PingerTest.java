package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.port.OperationRunner.Progress;
import io.osapi.application.port.Tracing;
import io.osapi.domain.operation.NetworkOperations.PingRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingerTest {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void this_host_replies_or_says_what_keeps_it_from_pinging(String address) throws Exception {
    var pinger = Pinger.of(new Commands(Commands.SYSTEM_DIRECTORIES, Tracing.NONE));
    try {
      var ping = pinger.ping(new PingRequest(address, 3, INTERVAL, TIMEOUT), Progress.IGNORED);

      assertThat(ping.packetsSent()).isEqualTo(3);
      assertThat(ping.packetsReceived()).isEqualTo(3);
      assertThat(ping.packetLossPercent()).isZero();
      assertThat(ping.minRttMs().orElseThrow()).isPositive();
      assertThat(ping.maxRttMs().orElseThrow())
          .isGreaterThanOrEqualTo(ping.avgRttMs().orElseThrow());
    } catch (OperationFailure notPermitted) {
      assertThat(notPermitted.fault().code()).isEqualTo("ping-not-permitted");
      assertThat(notPermitted).hasMessageContaining("net.ipv4.ping_group_range");
    }
  }

  @Test
  void a_name_that_does_not_resolve_is_an_error_that_says_so() {
    var pinger = Pinger.of(new Commands(List.of(), Tracing.NONE));

    // RFC 6761 keeps this top-level domain from ever resolving.
    assertThatThrownBy(() ->
            pinger.ping(new PingRequest("nothing.invalid", 1, INTERVAL, TIMEOUT), Progress.IGNORED))
        .isInstanceOfSatisfying(
            OperationFailure.class,
            failure -> assertThat(failure.fault().code()).isEqualTo("name-unresolved"))
        .hasMessageContaining("nothing.invalid");
  }
}
