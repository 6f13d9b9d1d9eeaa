package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.port.Tracing;
import io.osapi.domain.telemetry.Services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitStatesTest {
  @TempDir private Path programs;

  @ParameterizedTest
  @CsvSource({
    "loaded, active, Running",
    "loaded, reloading, Running",
    "loaded, inactive, Stopped",
    "loaded, activating, Starting",
    "loaded, deactivating, Stopping",
    "loaded, failed, Error",
    "loaded, maintenance, Unknown",
    "not-found, inactive, NotInstalled"
  })
  void a_units_state_has_a_word_of_its_own(String load, String active, String status)
      throws OperationFailure {
    var output = "LoadState=" + load + "\nActiveState=" + active + "\n";

    assertThat(UnitStates.parse(output, List.of("nginx")))
        .containsExactly(new Service("nginx", status));
  }

  @Test
  void units_are_told_in_the_order_they_were_asked_for() throws Exception {
    systemctl(
        """
        printf 'LoadState=loaded\\nActiveState=active\\n\\nLoadState=loaded\\nActiveState=failed\\n'
        """);

    assertThat(states().of(List.of("a", "b")))
        .containsExactly(new Service("a", "Running"), new Service("b", "Error"));
  }

  @Test
  void a_host_whose_systemd_does_not_answer_says_so() throws Exception {
    systemctl("echo 'Failed to connect to bus: Host is down' >&2; exit 1");

    assertThatThrownBy(() -> states().of(List.of("a")))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("systemctl: Failed to connect to bus: Host is down (exit code 1)");
  }

  @Test
  void a_host_without_systemd_says_so() {
    assertThatThrownBy(() -> states().of(List.of("a")))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("this host has no systemctl");
  }

  @Test
  void an_answer_of_other_units_is_not_taken_for_these() {
    assertThatThrownBy(() -> UnitStates.parse("LoadState=loaded\n", List.of("a", "b")))
        .hasMessage("systemctl told of 1 units instead of 2");
  }

  private UnitStates states() {
    return new UnitStates(new Commands(List.of(programs), Tracing.NONE));
  }

  private void systemctl(String script) throws Exception {
    var program = programs.resolve("systemctl");
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
