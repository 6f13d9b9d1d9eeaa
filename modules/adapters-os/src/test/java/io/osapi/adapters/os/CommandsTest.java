package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.Tracing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  @TempDir Path directory;

  @Test
  void operands_are_passed_as_they_are_after_a_double_dash() throws Exception {
    var echo = script("for a in \"$@\"; do echo \"[$a]\"; done");

    assertThat(run(echo, List.of("verb"), List.of("$(id); x", "-f", "")).output())
        .isEqualTo("[verb]\n[--]\n[$(id); x]\n[-f]\n[]\n");
  }

  @Test
  void the_environment_is_reduced_and_stdin_is_empty() throws Exception {
    var environment = script("env | sort; cat");

    assertThat(run(environment, List.of(), List.of()).output().lines())
        .allMatch(line -> line.matches("(PATH|LC_ALL|OSAPI_COMMAND|PWD|SHLVL|_|OLDPWD)=.*"))
        .contains("LC_ALL=C");
  }

  @Test
  void output_beyond_the_cap_is_dropped() throws Exception {
    var flood = script("head -c 3000000 /dev/zero; echo done >&2");

    var result = run(flood, List.of(), List.of());

    assertThat(result.output()).hasSize(Commands.MAX_OUTPUT_BYTES);
    assertThat(result.errors()).isEqualTo("done\n");
  }

  @Test
  void a_failure_is_told_by_its_last_words_and_exit_code() throws Exception {
    var fails = script("echo hint >&2; echo no such link >&2; exit 3");

    var result = run(fails, List.of(), List.of());

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.complaint()).isEqualTo("no such link (exit code 3)");
  }

  @Test
  void a_program_that_cannot_start_is_a_failure() throws Exception {
    var broken = directory.resolve("broken");
    Files.writeString(broken, "#!/nowhere/interpreter\n");
    broken.toFile().setExecutable(true);

    assertThatThrownBy(() -> run(broken, List.of(), List.of()))
        .isInstanceOf(OperationFailure.class)
        .hasMessageContaining("could not be started");
  }

  @Test
  void an_interrupt_kills_the_program_and_its_children() throws Exception {
    var pids = directory.resolve("pids");
    var parent = script("sleep 600 & echo $$ $! > " + pids + "; wait");
    var thrown = new AtomicReference<Throwable>();
    var runner =
        Thread.ofVirtual()
            .start(() -> {
              try {
                run(parent, List.of(), List.of());
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    await().until(() -> Files.exists(pids) && Files.readString(pids).endsWith("\n"));

    runner.interrupt();
    runner.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    for (var pid : Files.readString(pids).strip().split(" ")) {
      await()
          .until(
              () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 600 & echo $! > %s",
        "nohup sleep 600 & echo $! > %s",
        "setsid sleep 600 & echo $! > %s",
        "(setsid sh -c 'echo $$ > %s; exec sleep 600' &)"
      })
  void what_a_program_leaves_in_the_background_ends_with_it(String leaving) throws Exception {
    var pid = directory.resolve("pid");
    var daemon =
        script(leaving.formatted(pid) + "\nuntil [ -s " + pid + " ]; do :; done; echo done");

    var result = run(daemon, List.of(), List.of());

    assertThat(result.output()).isEqualTo("done\n");
    var left = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  /** While a process becomes another program, the kernel shows it without any environment. */
  @Test
  void what_has_only_just_been_started_in_the_background_ends_as_well() throws Exception {
    var sleep = "sleep 61" + ProcessHandle.current().pid();
    var becoming = "env ".repeat(20) + sleep;
    var hasty = script("for each in 1 2 3 4 5 6 7 8 9; do " + becoming + " & done");

    for (int round = 0; round < 20; round++) {
      run(hasty, List.of(), List.of());
    }
    await().during(Duration.ofMillis(300)).until(() -> running(sleep) == 0);
  }

  @Test
  void who_ignores_signals_and_replaces_dead_children_is_killed_with_all_of_them()
      throws Exception {
    var sleep = "sleep 60" + ProcessHandle.current().pid();
    var parent =
        script(
            "trap '' TERM INT HUP\n"
                + "sh -c 'while :; do "
                + sleep
                + "; done' &\n"
                + "while :; do "
                + sleep
                + "; done");
    var runner =
        Thread.ofVirtual().start(() -> assertThatThrownBy(() -> run(parent, List.of(), List.of())));
    await().until(() -> running(sleep) == 2);

    runner.interrupt();
    runner.join();

    await().until(() -> running(sleep) == 0);
    await().during(Duration.ofMillis(300)).until(() -> running(sleep) == 0);
  }

  /** How many processes have that command line. */
  private static long running(String command) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().commandLine().filter(line -> line.endsWith(command)).isPresent())
        .count();
  }

  @Test
  void programs_are_found_in_the_directories_given_and_nowhere_else() throws Exception {
    var program = script("true");

    assertThat(new Commands(List.of(directory), Tracing.NONE).find("script")).contains(program);
    assertThat(new Commands(List.of(directory), Tracing.NONE).find("sh")).isEmpty();
  }

  private Commands.Result run(Path program, List<String> arguments, List<String> operands)
      throws Exception {
    return new Commands(List.of(directory), Tracing.NONE).run(program, arguments, operands);
  }

  private Path script(String body) throws Exception {
    var script = directory.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    script.toFile().setExecutable(true);
    return script;
  }
}
