package io.osapi.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyLoggingTest {

  @Test
  void what_is_stopped_by_the_end_of_the_process_can_still_say_so() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    var process =
        new ProcessBuilder(
                List.of(java, "-Xshare:auto", "-cp", classPath, LogsAtTheEnd.class.getName()))
            .start();
    var lines = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(lines.lines().filter(line -> line.contains("io.osapi.end")))
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).endsWith("io.osapi.end: running"),
            line -> assertThat(line).endsWith("io.osapi.end: stopped"));
  }

  /** A process that logs when all shutdown hooks that java.util.logging added have ended. */
  static final class LogsAtTheEnd {
    private LogsAtTheEnd() {}

    public static void main(String[] arguments) {
      Logging.start(LogFormat.TEXT, LogLevel.INFO);
      var logger = System.getLogger("io.osapi.end");
      logger.log(System.Logger.Level.INFO, "running");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                awaitOtherHooks();
                logger.log(System.Logger.Level.INFO, "stopped");
              }));
    }

    /** All hooks run at once; a live thread that is no daemon is one of them, or the VM's own. */
    private static void awaitOtherHooks() {
      for (var thread : Thread.getAllStackTraces().keySet()) {
        boolean isHook = thread.getClass().getName().startsWith("java.util.logging.");
        try {
          if (isHook) {
            thread.join();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
