package io.osapi.adapters.os.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.osapi.application.contract.Samples;
import io.osapi.application.port.Journal;
import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system without space: root may mount one, others skip. */
class FullDiskTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=256k", "osapi-test", disk.toString()) == 0;
    assumeTrue(mounted, "a file system can be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  @Test
  void nothing_begins_on_a_full_disk_ends_are_kept_and_all_is_written_when_there_is_space()
      throws IOException {
    var running = Samples.newId();
    JobId refused;
    try (var journal = open()) {
      assertThat(journal.begin(running, NOW)).isEmpty();
      var ballast = fill();

      refused = firstRefused(journal);
      assertThat(journal.begin(refused, NOW).orElseThrow()).contains("No space left");
      assertThat(journal.find(refused)).isEqualTo(new Journal.Unknown());
      journal.finish(running, finished());
      assertThat(journal.find(running)).isEqualTo(finished());

      Files.delete(ballast);
      assertThat(journal.begin(refused, NOW)).isEmpty();
    }
    try (var journal = open()) {
      assertThat(journal.find(running)).isEqualTo(finished());
      assertThat(journal.find(refused)).isEqualTo(new Journal.Begun(NOW));
    }
  }

  @Test
  void an_end_that_the_disk_could_not_take_is_unknown_to_the_next_worker_but_not_its_beginning()
      throws IOException {
    var running = Samples.newId();
    try (var journal = open()) {
      assertThat(journal.begin(running, NOW)).isEmpty();
      fill();
      journal.finish(running, finished());
    }
    try (var journal = open()) {
      assertThat(journal.find(running)).isEqualTo(new Journal.Begun(NOW));
    }
  }

  private static Journal.Finished finished() {
    // Longer than what is left of the last page of the file.
    var answer = new Answer.Completed(Optional.of(true), Map.of("stdout", "x".repeat(20_000)));
    return new Journal.Finished(NOW, new Execution(answer, Duration.ofMillis(5)));
  }

  /** The last page of the file has space for some beginnings more. */
  private static JobId firstRefused(FileJournal journal) {
    return Stream.generate(Samples::newId)
        .limit(1_000)
        .filter(id -> journal.begin(id, NOW).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private FileJournal open() {
    return FileJournal.open(disk, Duration.ofDays(1), InstantSource.fixed(NOW));
  }

  /** Takes all space but what the journal's last page has. */
  private Path fill() throws IOException {
    var ballast = disk.resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4_096]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return ballast;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
