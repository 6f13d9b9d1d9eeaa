package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryTracing;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.Tracing.Activity;
import io.osapi.application.port.Tracing.Kind;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A program is told what it runs for, although its handler runs on a thread of its own. */
class TraceParentTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Activity JOB =
      new Activity("job", Kind.CONSUMER, Optional.empty(), Map.of(), Map.of());

  private final MemoryTracing tracing = new MemoryTracing();

  @Test
  void a_child_process_of_a_handler_finds_the_trace_of_its_job_in_its_environment() {
    var seen = new CompletableFuture<String>();
    var handlers =
        new Handlers()
            .on(
                Samples.LOOK_GET,
                _ -> {
                  seen.complete(traceParentOfChild(tracing));
                  return new Samples.Outcome(false);
                });
    var host = new HostOperations(handlers, TIMEOUT, tracing);

    tracing.run(
        JOB,
        running -> {
          host.run(new Invocation<>(Samples.LOOK_GET, new NoInput()), TIMEOUT);
          assertThat(seen).isCompletedWithValue(running.position().orElseThrow().traceParent());
        });
  }

  @Test
  void without_a_trace_the_variable_is_not_there() throws OperationFailure, InterruptedException {
    assertThat(traceParentOfChild(tracing)).isEqualTo("none");
    assertThat(traceParentOfChild(Tracing.NONE)).isEqualTo("none");
  }

  private static String traceParentOfChild(Tracing tracing)
      throws OperationFailure, InterruptedException {
    return new Commands(Commands.SYSTEM_DIRECTORIES, tracing)
        .run(Path.of("/bin/sh"), List.of("-c", "echo ${TRACEPARENT:-none}"), List.of())
        .output()
        .strip();
  }
}
