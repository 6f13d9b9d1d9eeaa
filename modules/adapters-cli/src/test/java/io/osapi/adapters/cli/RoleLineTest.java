package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleLineTest {
  private static final List<String> ROLES =
      List.of("start", "nats server start", "api server start", "job worker start");

  @ParameterizedTest
  @ValueSource(strings = {"", "-f /etc/osapi/other.yaml ", "--osapi-file relative.yaml "})
  void a_role_is_started_as_the_parser_of_commands_would(String file) {
    for (var role : ROLES) {
      var line = (file + role).split(" ");
      var direct = new Shell();
      var parsed = new Shell();

      assertThat(RoleLine.of(line)).as(role).isPresent();
      assertThat(direct.run(line).code()).isZero();
      assertThat(parsed.run(with(line, "--no-color")).code()).isZero();

      assertThat(direct.product().started).isEqualTo(parsed.product().started).isPresent();
      assertThat(direct.product().startedWith).isEqualTo(Map.of());
      assertThat(direct.product().globals.orElseThrow().osapiFile())
          .isEqualTo(parsed.product().globals.orElseThrow().osapiFile());
    }
  }

  @Test
  void what_is_wrong_with_the_configuration_is_said_in_the_same_words() {
    var direct = new Shell();
    var parsed = new Shell();
    direct.product().configurationFaults = List.of("api.server.port: must be a port");
    parsed.product().configurationFaults = direct.product().configurationFaults;

    var outcome = direct.run("start");

    assertThat(outcome.err()).contains("must be a port");
    assertThat(outcome).isEqualTo(parsed.run("start", "--no-color"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-f",
        "-f osapi.yaml",
        "-f osapi.yaml version",
        "client job list",
        "job worker start --label a=b",
        "job worker start start",
        "job worker",
        "start -h",
        "-d start",
        "-f one.yaml -f two.yaml start"
      })
  void every_other_line_is_for_the_parser(String line) {
    assertThat(RoleLine.of(line.isEmpty() ? new String[0] : line.split(" "))).isEmpty();
  }

  private static String[] with(String[] line, String last) {
    return Stream.concat(Arrays.stream(line), Stream.of(last)).toArray(String[]::new);
  }
}
