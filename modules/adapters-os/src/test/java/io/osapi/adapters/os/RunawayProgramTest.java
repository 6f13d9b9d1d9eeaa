package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of the system that do not behave, run by an operation with a timeout. */
class RunawayProgramTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Output without end, on one stream and on both.
        "exec yes",
        "yes & exec yes >&2",
        "while :; do printf x; done",
        // A tree that keeps growing new leaves, each in the background: 31 of them, and no more.
        "grow() { [ $1 -gt 4 ] || { grow $(($1+1)) & grow $(($1+1)) & }; exec sleep 600; }; grow 1",
        // Deaf to what asks it to end, away from its session and from its parents.
        "trap '' TERM INT HUP; (setsid sh -c 'while :; do sleep 1; done' &)"
            + "; while :; do sleep 1; done",
      })
  void it_is_ended_at_the_timeout_with_all_it_started(String body) throws Exception {
    Files.createDirectories(root.resolve("sys/class/net/eth0"));
    var program = root.resolve("resolvectl");
    Files.writeString(program, "#!/bin/sh\nexport RUNAWAY=" + root + "\n" + body + "\n");
    program.toFile().setExecutable(true);

    var answer = run("network.dns.get", Map.of("interface", "eth0"));

    assertThat(answer).isInstanceOf(Answer.TimedOut.class);
    await().until(() -> left() == 0);
    await().during(Duration.ofMillis(300)).until(() -> left() == 0);
  }

  private Answer run(String operation, Map<String, ?> data) {
    var files = new HostFiles(root);
    var commands = new Commands(List.of(root), Tracing.NONE);
    var handlers = new Handlers();
    new NetworkProvider(
            files, new Resolved(commands), new ResolvConfFile(files), Pinger.of(commands))
        .register(handlers);
    return new HostOperations(handlers, Duration.ofSeconds(10))
        .run(Catalogue.standard().invocation(operation, data, "/operation"), TIMEOUT)
        .answer();
  }

  /** How many processes come from this test's program; told apart by what it exports. */
  private long left() {
    return ProcessHandle.allProcesses()
        .filter(process -> Environ.of(process.pid()).contains("RUNAWAY=" + root))
        .count();
  }
}
