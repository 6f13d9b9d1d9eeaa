package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A command is one trace, to which all its requests belong. */
class TraceTest {
  private static final String LINE = "GET /api/v1/system/hostname";

  private final RecordedApi api = new RecordedApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_request_says_which_trace_it_belongs_to() {
    api.on(LINE, 200, Recorded.HOSTNAME_OF_ONE);
    var shell = Shell.at(api);

    shell.run("client", "system", "hostname");

    assertThat(api.last().traceParent()).contains(Shell.RecordedTrace.PARENT);
    assertThat(shell.product().trace.command).isEqualTo("osapi client system hostname");
    assertThat(shell.product().trace.events).containsExactly(LINE, "answered 200", "end 0");
  }

  @Test
  void a_command_that_fails_ends_its_trace_with_its_exit_code() {
    api.on(LINE, 403, Recorded.problem(403, "not-permitted", "No."));
    var shell = Shell.at(api);

    shell.run("client", "system", "hostname");

    assertThat(shell.product().trace.events).containsExactly(LINE, "answered 403", "end 5");
  }

  @Test
  void so_does_one_that_finds_nobody() {
    var shell = Shell.at(api);
    api.close();

    shell.run("client", "system", "hostname");

    assertThat(shell.product().trace.events)
        .containsExactly(LINE, "failed ConnectException", "end 9");
  }

  @Test
  void a_command_that_asks_nothing_has_no_trace() {
    var shell = Shell.at(api);

    shell.run("version");

    assertThat(shell.product().trace.events).isEmpty();
  }

  @Test
  void whoever_waited_in_vain_is_told_the_trace_to_look_for() {
    var refused =
        Refusals.trace(new Shell.RecordedTrace().request("GET", URI.create("/")).traceId());

    assertThat(refused).isEqualTo("(trace 4bf92f3577b34da6a3ce929d0e0e4736)");
  }
}
