package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.os.Commands.Result;
import io.osapi.application.port.Tracing;
import io.osapi.domain.operation.NetworkOperations.Ping;
import io.osapi.domain.operation.NetworkOperations.PingRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemPingTest {

  @ParameterizedTest
  @CsvSource({
    "iputils-20221126-replies, 3, 0.036, 0.101, 0.223",
    "iputils-20221126-ipv6-replies, 1, 0.038, 0.038, 0.038",
    "busybox-1.35-replies, 2, 0.034, 0.047, 0.061",
    "inetutils-2.4-replies, 2, 0.053, 0.057, 0.061",
  })
  void replies_are_counted_and_timed(String captured, int count, double min, double avg, double max)
      throws Exception {
    assertThat(SystemPing.parse(output(captured, 0), count))
        .isEqualTo(new Ping(count, count, 0, Optional.of(min), Optional.of(avg), Optional.of(max)));
  }

  @ParameterizedTest
  @CsvSource({"iputils-20221126-host-unreachable, 4", "busybox-1.35-no-reply, 2"})
  void a_host_that_does_not_reply_is_all_loss(String captured, int sent) throws Exception {
    assertThat(SystemPing.parse(output(captured, 1), sent)).isEqualTo(allLost(sent));
  }

  @Test
  void some_loss_is_told_in_percent() throws Exception {
    var result =
        new Result(0, "3 packets transmitted, 2 received, 33% packet loss, time 2003ms\n", "");

    assertThat(SystemPing.parse(result, 3).packetLossPercent()).isEqualTo(33.3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping: connect: Network is unreachable",
        "ping: connect: No route to host",
        "ping: sending packet: Network is unreachable",
        "ping: sendto: No route to host"
      })
  void a_host_without_a_route_is_all_loss(String complaint) throws Exception {
    assertThat(SystemPing.parse(new Result(2, "", complaint), 3)).isEqualTo(allLost(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n"
            + "ping: => missing cap_net_raw+p capability or setuid?",
        "ping: permission denied (are you root?)"
      })
  void a_program_without_permission_names_the_sysctl(String complaint) {
    assertThatThrownBy(() -> SystemPing.parse(new Result(2, "", complaint), 3))
        .isInstanceOf(OperationFailure.class)
        .hasMessageContaining("net.ipv4.ping_group_range");
  }

  @Test
  void a_host_without_the_program_names_the_sysctl() throws Exception {
    var ping = new SystemPing(new Commands(List.of(), Tracing.NONE));
    var request = new PingRequest("::1", 1, Duration.ofSeconds(1), Duration.ofSeconds(1));

    assertThatThrownBy(() -> ping.ping(InetAddress.ofLiteral("::1"), request, "no socket"))
        .isInstanceOf(OperationFailure.class)
        .hasMessage(
            "no socket, and there is no ping program here; allow it with the sysctl"
                + " net.ipv4.ping_group_range = 0 2147483647");
  }

  @Test
  void anything_else_is_told_in_the_programs_words() {
    assertThatThrownBy(() -> SystemPing.parse(new Result(2, "", "ping: bad linger time"), 3))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("ping: bad linger time (exit code 2)");
  }

  @Test
  void arguments_say_count_interval_and_whole_seconds_of_timeout() {
    var request = new PingRequest("::1", 5, Duration.ofMillis(200), Duration.ofMillis(1500));

    assertThat(SystemPing.arguments(request)).containsExactly("-n", "-q", "-c5", "-i0.2", "-W2");
  }

  private static Result output(String captured, int exitCode) {
    return new Result(exitCode, Captured.read("ping/" + captured + ".txt"), "");
  }

  private static Ping allLost(int sent) {
    return new Ping(sent, 0, 100, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
