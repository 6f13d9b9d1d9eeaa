package io.osapi.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.osapi.adapters.cli.Cli.ProcessRole;
import io.osapi.architecture.Generated;
import io.osapi.architecture.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnitTest {
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  /** Of systemd 252, in {@code docs/installing.md}; newer versions know more to find fault with. */
  private static final Pattern FIGURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

  /** Known from systemd 254 on; the unit says so. */
  private static final Pattern TOO_NEW = Pattern.compile(".*(RestartSteps|RestartMaxDelaySec).*");

  @ParameterizedTest
  @EnumSource(ProcessRole.class)
  void packages_carry_what_the_command_installs(ProcessRole role) {
    var unit = Unit.of(role, Unit.PACKAGED, Optional.empty());

    Generated.file("packaging/systemd/" + unit.name()).mustBe(unit.text());
  }

  @Test
  void there_are_no_other_units() throws IOException {
    try (var files = Files.list(Project.ROOT.resolve("packaging/systemd"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(ProcessRole.values()).map(Unit::name).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(ProcessRole.class)
  void every_unit_begins_with_the_mark_by_which_it_is_known_as_ours(ProcessRole role) {
    assertThat(Unit.of(role, Unit.PACKAGED, Optional.empty()).text()).startsWith(UnitText.MARK);
  }

  @Test
  void a_program_and_a_configuration_elsewhere_are_named_as_systemd_reads_them() {
    var unit =
        Unit.of(
            ProcessRole.API,
            Path.of("/opt/osapi 1/bin/osapi"),
            Optional.of(Path.of("/srv/100% $ure/\"o\".yaml")));

    assertThat(unit.text().lines())
        .contains(
            "ExecStart=\"/opt/osapi 1/bin/osapi\" -f \"/srv/100%% $$ure/\\\"o\\\".yaml\""
                + " api server start");
  }

  @ParameterizedTest
  @EnumSource(ProcessRole.class)
  void systemd_finds_no_fault_with_it(ProcessRole role, @TempDir Path directory) throws Exception {
    assumeThat(ANALYZE).as("systemd-analyze").isExecutable();
    var unit = Unit.of(role, Path.of("/bin/true"), Optional.empty());
    var file = Files.writeString(directory.resolve(unit.name()), unit.text());

    var verified = run(directory, "verify", "--man=no", "--recursive-errors=no", file.toString());

    assertThat(verified.lines().filter(line -> !TOO_NEW.matcher(line).matches())).isEmpty();
  }

  @Test
  void systemd_does_find_faults(@TempDir Path directory) throws Exception {
    assumeThat(ANALYZE).as("systemd-analyze").isExecutable();
    var file =
        Files.writeString(directory.resolve("x.service"), "[Service]\nProtectSystem=maybe\n");

    assertThat(run(directory, "verify", "--man=no", file.toString()))
        .contains("Failed to parse protect system value");
  }

  @Test
  void the_exposure_of_each_unit_is_what_the_document_says(@TempDir Path directory)
      throws Exception {
    assumeThat(ANALYZE).as("systemd-analyze").isExecutable();
    assumeThat(run(directory, "--version"))
        .as("the version of the figures")
        .startsWith("systemd 252");
    var table = new StringBuilder("\n| unit | user | exposure |\n|---|---|---|\n");
    for (var role : ProcessRole.values()) {
      var unit = Unit.of(role, Path.of("/bin/true"), Optional.empty());
      var file = Files.writeString(directory.resolve(unit.name()), unit.text());
      var said = run(directory, "security", "--offline=true", file.toString());
      var figure = FIGURE.matcher(said);
      assertThat(figure.find()).as(said).isTrue();
      table.append("| `%s` | %s | %s |\n".formatted(unit.name(), Unit.user(role), figure.group(1)));
    }
    Generated.part(
            "docs/installing.md", "<!-- generated: exposure -->\n", "\n<!-- end: exposure -->")
        .mustBe(table.toString());
  }

  /** Both outputs. */
  private static String run(Path directory, String... words) throws Exception {
    var argv = new ArrayList<>(List.of(ANALYZE.toString()));
    argv.addAll(List.of(words));
    var output = directory.resolve("output");
    var process =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.waitFor();
    return Files.readString(output);
  }
}
