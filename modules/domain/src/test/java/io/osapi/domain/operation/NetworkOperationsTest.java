package io.osapi.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osapi.domain.access.Scope;
import io.osapi.domain.operation.NetworkOperations.DnsUpdate;
import io.osapi.domain.operation.NetworkOperations.PingRequest;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkOperationsTest {

  @Test
  void an_update_names_what_it_leaves_as_it_is_by_leaving_it_out() {
    assertThat(update(Map.of("interface", "eth0", "servers", List.of("192.0.2.53"))))
        .isEqualTo(new DnsUpdate("eth0", List.of("192.0.2.53"), List.of()));
  }

  @Test
  void an_update_of_nothing_is_refused() {
    assertThat(refusal(Map.of("interface", "eth0"))).containsExactly("/servers required");
  }

  @Test
  void every_bad_element_is_pointed_at() {
    assertThat(
            refusal(
                Map.of(
                    "interface", "eth0",
                    "servers", List.of("192.0.2.53", "dns.example.org", "fe80::1%eth0"),
                    "search_domains", List.of("example.org", "-x", "a..b"))))
        .containsExactly(
            "/servers/1 bad-format",
            "/servers/2 bad-format",
            "/search_domains/1 bad-format",
            "/search_domains/2 bad-format");
  }

  @Test
  void more_servers_or_domains_than_resolvers_use_are_refused() {
    assertThat(
            refusal(
                Map.of(
                    "interface", "eth0",
                    "servers", List.of("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"),
                    "search_domains", List.of("a", "b", "c", "d", "e", "f", "g"))))
        .containsExactly("/servers out-of-range", "/search_domains out-of-range");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth0", "wlan0.100", "veth3@if2", "eth0:1", "br-lan", "..x"})
  void interface_names_of_linux_are_taken(String name) {
    assertThat(update(Map.of("interface", name, "servers", List.of("::1"))).interfaceName())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-eth0",
        ".",
        "..",
        "a/b",
        "../../x",
        "eth0; id",
        "eth 0",
        "longer-than-15-ch"
      })
  void other_interface_names_are_refused(String name) {
    assertThat(refusal(Map.of("interface", name, "servers", List.of("::1"))))
        .containsExactly("/interface bad-format");
  }

  @Test
  void a_ping_has_its_defaults() {
    assertThat(ping(Map.of("address", "192.0.2.1")))
        .isEqualTo(new PingRequest("192.0.2.1", 3, Duration.ofSeconds(1), Duration.ofSeconds(5)));
  }

  @Test
  void a_ping_that_would_flood_or_never_end_is_refused() {
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> ping(Map.of("address", "-f", "interval", "PT0.1S", "timeout", "PT61S")));

    assertThat(refused.violations())
        .extracting(violation -> violation.pointer() + " " + violation.code())
        .containsExactly("/address bad-format", "/interval out-of-range", "/timeout out-of-range");
  }

  @Test
  void a_ping_needs_the_write_scope_though_it_changes_nothing() {
    assertThat(NetworkOperations.PING_DO.scope()).isEqualTo(Scope.WRITE);
    assertThat(NetworkOperations.PING_DO.effect()).isEqualTo(Effect.QUERY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "2001:db8::53",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33",
        "1:2:3:4:5:6:192.0.2.1",
        "FE80::A"
      })
  void literals_are_addresses(String text) {
    assertThat(NetworkText.isIpLiteral(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.04",
        " 1.2.3.4",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "1:2:3:4:5:6:7:8::",
        "::12345",
        "fe80::1%eth0",
        "[::1]",
        "::1:",
        ":1::2",
        "1.2.3.4::",
        "1.2.3.4:5::",
        "::1.2.3.256",
        "1:2:3:4:5:6:7:1.2.3.4",
        "localhost",
        "1.2.3.4\n",
        "::1\n"
      })
  void other_texts_are_not(String text) {
    assertThat(NetworkText.isIpLiteral(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "example.org", "xn--bcher-kva.example", "3com.com", "a-b.c-d.e"})
  void names_of_hosts_and_domains_are_taken(String text) {
    assertThat(NetworkText.isDomainName(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "-a",
        "a-",
        "a_b",
        "a b",
        "ü.de",
        "10.1",
        "256.1.1.1",
        "~."
      })
  void other_texts_are_no_names(String text) {
    assertThat(NetworkText.isDomainName(text)).isFalse();
  }

  @Test
  void names_are_bounded_as_a_whole_and_in_each_label() {
    var longest = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61));

    assertThat(NetworkText.isDomainName(longest)).isTrue();
    assertThat(NetworkText.isDomainName(longest + "d")).isFalse();
    assertThat(NetworkText.isDomainName("a".repeat(64))).isFalse();
  }

  private static DnsUpdate update(Map<String, ?> data) {
    return NetworkOperations.DNS_UPDATE.input().read(data);
  }

  private static PingRequest ping(Map<String, ?> data) {
    return NetworkOperations.PING_DO.input().read(data);
  }

  private static List<String> refusal(Map<String, ?> data) {
    return catchThrowableOfType(ProblemException.class, () -> update(data)).violations().stream()
        .map(violation -> violation.pointer() + " " + violation.code())
        .toList();
  }
}
