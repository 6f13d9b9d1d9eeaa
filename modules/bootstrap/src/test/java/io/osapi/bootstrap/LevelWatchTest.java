package io.osapi.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.bootstrap.config.Configuration;
import io.osapi.bootstrap.config.Sources;
import io.osapi.bootstrap.config.Surroundings;
import io.osapi.bootstrap.logging.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log level follows the configuration file, and nothing else of it does. */
class LevelWatchTest {
  @TempDir private Path directory;
  private final List<LogLevel> set = Collections.synchronizedList(new ArrayList<>());
  private Path file;
  private LevelWatch watch;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("osapi.yaml");
    write("info");
    watch = new LevelWatch(file, this::configured, set::add, LogLevel.INFO);
  }

  @Test
  void a_file_that_is_as_it_was_changes_nothing() {
    watch.look();

    assertThat(set).isEmpty();
  }

  @Test
  void a_new_level_is_in_effect_after_the_next_look() throws Exception {
    write("debug");
    watch.look();
    assertThat(set).last().isEqualTo(LogLevel.DEBUG);

    write("warn");
    watch.look();
    assertThat(set).last().isEqualTo(LogLevel.WARN);
  }

  @Test
  void an_editor_that_replaces_the_file_is_seen_too() throws Exception {
    var other = directory.resolve("other.yaml");
    Files.writeString(other, yaml("debug"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    watch.look();

    assertThat(set).last().isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void a_file_with_faults_changes_nothing_until_it_is_mended() throws Exception {
    write("loud");
    watch.look();
    assertThat(set).isEmpty();

    write("trace");
    watch.look();
    assertThat(set).last().isEqualTo(LogLevel.TRACE);
  }

  @Test
  void it_looks_by_itself_while_the_role_runs() throws Exception {
    try (var _ = watch.start()) {
      write("debug");
      Awaitility.await().until(() -> set.contains(LogLevel.DEBUG));
    }
  }

  private LogLevel configured() {
    var sources =
        new Sources(
            Optional.of(file),
            Map.of(),
            Map.of(),
            new Surroundings(false, directory, "web", false));
    return Configuration.load(sources, Set.of()).settings().telemetry().logging().level();
  }

  private void write(String level) throws IOException {
    Files.writeString(file, yaml(level));
  }

  private static String yaml(String level) {
    return "telemetry:\n  logging:\n    level: " + level + "\n";
  }
}
