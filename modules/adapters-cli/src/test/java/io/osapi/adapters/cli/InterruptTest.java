package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ctrl-C is a signal to a process, so this is one. */
class InterruptTest {

  @Test
  void ctrl_c_at_a_waiting_command_is_130_and_says_how_to_look_later() throws Exception {
    try (var api = new RecordedApi()) {
      api.on("POST /api/v1/jobs", 201, Recorded.JOB_CREATED)
          .on("GET /api/v1/jobs/" + Recorded.JOB_ID, 200, Recorded.JOB_PROCESSING);
      var process = start(api.url(), "client", "job", "run", "--operation", "system.status.get");
      try {
        await().atMost(60, TimeUnit.SECONDS).until(() -> api.asked().size() > 1);

        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();

        assertThat(process.waitFor(20, TimeUnit.SECONDS))
            .as("ended; a test that was started with SIGINT ignored hands that on")
            .isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(process.inputReader().lines())
            .contains("Interrupted; the job goes on:", "  osapi client job get " + Recorded.JOB_ID);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(URI api, String... words) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InterruptTest.class.getName(),
                api.toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The first argument is the API's URL, the others are the command. */
  public static void main(String... arguments) {
    var product = Shell.at(URI.create(arguments[0])).product();
    var words = List.of(arguments).subList(1, arguments.length).toArray(String[]::new);
    System.exit(new Cli(Shell.catalogue(), product, Cli.Streams.ofProcess()).run(words));
  }
}
