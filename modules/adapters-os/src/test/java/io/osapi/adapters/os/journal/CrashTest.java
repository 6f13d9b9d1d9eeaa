package io.osapi.adapters.os.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real worker process, killed with SIGKILL in the middle of a job, and the next one. */
@Timeout(120)
class CrashTest {
  @TempDir private Path dir;
  private final String id = Samples.newId().value();

  @Test
  void a_change_that_was_cut_short_is_reported_and_happens_once() throws Exception {
    killInTheMiddle("modify");

    assertThat(answerOf("modify", 2)).isEqualTo("FAILED interrupted");
    assertThat(answerOf("modify", 3)).isEqualTo("FAILED interrupted");
    assertThat(effects()).isEqualTo(1);
  }

  @Test
  void what_was_only_read_is_read_again() throws Exception {
    killInTheMiddle("query");

    assertThat(answerOf("query", 2)).isEqualTo("COMPLETED");
    assertThat(effects()).isEqualTo(2);
  }

  @Test
  void a_change_that_was_finished_gets_the_same_answer_from_the_next_process() throws Exception {
    assertThat(answerOf("modify", 1)).isEqualTo("COMPLETED");

    assertThat(answerOf("modify", 2)).isEqualTo("COMPLETED");
    assertThat(effects()).isEqualTo(1);
  }

  /** The first attempt has its effect and then hangs. */
  private void killInTheMiddle(String effect) throws Exception {
    var worker = start(effect, 1, "hang");
    try (var said = said(worker)) {
      assertThat(said.readLine()).isEqualTo("in the middle");
    } finally {
      worker.destroyForcibly();
    }
    assertThat(worker.waitFor()).isEqualTo(128 + 9);
    assertThat(effects()).isEqualTo(1);
  }

  private String answerOf(String effect, int attempt) throws Exception {
    var worker = start(effect, attempt, "end");
    try (var said = said(worker)) {
      var answer = said.lines().toList().getLast();
      assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return answer;
    } finally {
      worker.destroyForcibly();
    }
  }

  private Process start(String effect, int attempt, String end) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            CrashingWorker.class.getName(),
            dir.resolve("state").toString(),
            dir.resolve("effects").toString(),
            id,
            effect,
            Integer.toString(attempt),
            end)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader said(Process worker) {
    return worker.inputReader();
  }

  private int effects() throws IOException {
    return Files.readAllLines(dir.resolve("effects")).size();
  }
}
