package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationCommandTest {
  private static final String CHANGED =
      "{\"job_id\":\"j\",\"target\":\"_any\",\"results\":[{\"hostname\":\"web-01\",\"status\":\"ok\",\"changed\":true}]}";

  private final RecordedApi api = new RecordedApi();
  private final Shell shell = Shell.at(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_resource_with_one_verb_is_a_command_itself() {
    api.on("GET /api/v1/system/hostname", 200, Recorded.HOSTNAME_OF_ONE);

    assertThat(shell.run("client", "system", "hostname").code()).isZero();
    assertThat(api.last().authorization()).contains("Bearer a.b.c");
  }

  @Test
  void a_resource_with_two_verbs_has_a_command_for_each() {
    api.on("GET /api/v1/network/dns/eth0", 200, CHANGED);
    api.on("PUT /api/v1/network/dns", 200, CHANGED);

    assertThat(shell.run("client", "network", "dns", "get", "--interface-name", "eth0").code())
        .isZero();
    assertThat(shell.run("client", "network", "dns", "update", "--interface-name=eth0").code())
        .isZero();
    assertThat(shell.run("client", "network", "dns").code()).isEqualTo(2);
  }

  @Test
  void what_a_query_must_be_told_stands_in_the_path_encoded() {
    api.on("GET /api/v1/network/dns/br0:1%40x", 200, CHANGED);
    api.on("GET /api/v1/network/dns/br0%3A1%40x", 200, CHANGED);

    shell.run("client", "network", "dns", "get", "--interface-name", "br0:1@x");

    assertThat(api.last().line()).isEqualTo("GET /api/v1/network/dns/br0%3A1%40x");
  }

  @Test
  void lists_are_typed_with_commas_and_sent_as_lists() {
    api.on("PUT /api/v1/network/dns", 200, CHANGED);

    shell.run(
        "client",
        "network",
        "dns",
        "update",
        "--interface-name",
        "eth0",
        "--servers",
        "192.0.2.1,2001:db8::1",
        "--search-domains",
        "example.org");

    assertThat(api.last().body())
        .isEqualTo(
            "{\"interface_name\":\"eth0\",\"servers\":[\"192.0.2.1\",\"2001:db8::1\"],\"search_domains\":[\"example.org\"]}");
  }

  @Test
  void target_and_timeout_go_into_the_query_and_a_long_timeout_asks_for_a_long_wait() {
    api.on(
        "GET /api/v1/system/hostname?target=group%3Aweb.dev&timeout=PT1M30S",
        200, Recorded.HOSTNAME_OF_ONE);

    shell.run("client", "system", "hostname", "-T", "group:web.dev", "--timeout", "1m30s");

    assertThat(api.last().line())
        .isEqualTo("GET /api/v1/system/hostname?target=group%3Aweb.dev&timeout=PT1M30S");
    assertThat(api.last().prefer()).contains("wait=60");
  }

  @Test
  void a_field_that_is_named_as_an_option_every_command_has_gets_the_resources_name() {
    api.on("POST /api/v1/network/ping?timeout=PT20S", 200, CHANGED);

    shell.run(
        "client",
        "network",
        "ping",
        "-a",
        "192.0.2.1",
        "--ping-timeout",
        "2s",
        "--timeout",
        "20s",
        "--count",
        "5");

    assertThat(api.last().body())
        .isEqualTo("{\"address\":\"192.0.2.1\",\"count\":5,\"timeout\":\"PT2S\"}");
  }

  @Test
  void a_field_called_interface_has_a_longer_option() {
    assertThat(Inputs.optionName("interface")).isEqualTo("interface-name");
    assertThat(Refusals.option("path/interface")).isEqualTo("--interface-name");
    assertThat(Refusals.option("/operation/data/servers/0")).isEqualTo("--servers");
  }

  @Test
  void every_kind_of_field_can_be_typed() {
    api.on("POST /api/v1/box/everything/run", 200, CHANGED);

    var outcome =
        shell.run(
            "client",
            "box",
            "everything",
            "--force",
            "--colour",
            "dark_blue",
            "--tags",
            "a=1,b=x=y",
            "--ratio",
            "0.5",
            "--delay",
            "1h30m");

    assertThat(outcome.code()).isZero();
    assertThat(api.last().body())
        .isEqualTo(
            "{\"force\":true,\"colour\":\"dark_blue\",\"tags\":{\"a\":\"1\",\"b\":\"x=y\"},\"ratio\":0.5,\"delay\":\"PT1H30M\"}");
  }

  @Test
  void every_fault_of_the_input_is_named_with_its_option_and_nothing_is_sent() {
    var outcome =
        shell.run(
            "client",
            "network",
            "dns",
            "update",
            "--interface-name",
            "eth0",
            "--servers",
            "192.0.2.1,x,$(id)");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--servers #2 must be an IP address")
        .contains("--servers #3 must be an IP address");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void what_is_no_target_no_number_or_no_duration_is_refused_before_anything_is_sent() {
    for (var wrong :
        new String[][] {
          {"-T", "a b"}, {"--timeout", "soon"}, {"--count", "many"}, {"--count", "21"}
        }) {
      var outcome = shell.run("client", "network", "ping", "-a", "192.0.2.1", wrong[0], wrong[1]);
      assertThat(outcome.code()).as(wrong[1]).isEqualTo(2);
    }
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void a_missing_option_is_named() {
    var outcome = shell.run("client", "network", "ping");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("Missing required option: '--address=<text>'")
        .contains("See 'osapi client network ping --help'.");
  }

  @Test
  void an_at_sign_is_an_ordinary_character() {
    api.on("POST /api/v1/network/ping", 200, CHANGED);

    shell.run("client", "network", "ping", "-a", "@/etc/passwd");

    assertThat(api.last().body()).contains("\"@/etc/passwd\"");
  }
}
