package io.osapi.adapters.os.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.osapi.adapters.os.units.UnitFiles.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files; in the place of systemctl a script that writes down what it was asked, and the real
 * one where that needs no systemd that runs.
 */
class UnitFilesTest {
  private static final String MARK = "# Written by osapi";
  private static final String UNIT = "osapi-test.service";
  private static final String TEXT =
      MARK + ".\n[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n";
  private static final String OTHER_TEXT = TEXT.replace("true", "false");

  @TempDir Path root;
  private Path own;
  private Path asked;
  private Path systemctl;

  @BeforeEach
  void prepare() throws IOException {
    own = root.resolve("etc/systemd/system").resolve(UNIT);
    asked = root.resolve("asked");
    systemctl =
        script(
            """
            echo "$*" >> %s
            case "$*" in
              *show*) printf 'MainPID=4711\\nUnitFileState=enabled\\nActiveState=active\\n' ;;
              *refused*) echo "Failed to enable: no" >&2; exit 1 ;;
            esac
            """
                .formatted(asked));
  }

  @Test
  void what_is_installed_is_known_to_systemd_enabled_and_starts_with_the_host() throws Exception {
    assertThat(onThisHost().install(UNIT, TEXT, false)).isEqualTo(own);

    assertThat(own).hasContent(TEXT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rw-r--r--");
    assertThat(asked())
        .containsExactly("--system daemon-reload", "--system enable osapi-test.service");
    try (var files = Files.list(own.getParent())) {
      assertThat(files).as("nothing is left beside it").containsExactly(own);
    }
  }

  @Test
  void to_install_it_again_changes_nothing_and_restarts_only_what_has_changed() throws Exception {
    onThisHost().install(UNIT, TEXT, true);
    assertThat(asked()).last().isEqualTo("--system restart osapi-test.service");
    onThisHost().install(UNIT, TEXT, true);
    assertThat(asked()).last().isEqualTo("--system start osapi-test.service");

    onThisHost().install(UNIT, OTHER_TEXT, true);
    assertThat(own).hasContent(OTHER_TEXT);
    assertThat(asked()).last().isEqualTo("--system restart osapi-test.service");
  }

  @Test
  void the_very_same_unit_of_a_package_is_taken_and_does_not_become_stale() throws Exception {
    var packaged = packaged(TEXT);
    Files.createDirectories(own.getParent());
    Files.writeString(own, OTHER_TEXT);

    assertThat(onThisHost().install(UNIT, TEXT, false)).isEqualTo(packaged);
    assertThat(own).as("it would override the package's").doesNotExist();

    assertThat(onThisHost().uninstall(UNIT)).isTrue();
    assertThat(packaged).hasContent(TEXT);
    assertThat(asked()).contains("--system disable --now osapi-test.service");
  }

  @Test
  void another_unit_of_a_package_is_overridden() throws Exception {
    packaged(OTHER_TEXT);

    assertThat(onThisHost().install(UNIT, TEXT, false)).isEqualTo(own);
  }

  @Test
  void what_is_uninstalled_is_stopped_disabled_and_gone() throws Exception {
    onThisHost().install(UNIT, TEXT, false);

    assertThat(onThisHost().uninstall(UNIT)).isTrue();

    assertThat(own).doesNotExist();
    assertThat(asked())
        .endsWith("--system disable --now osapi-test.service", "--system daemon-reload");
    assertThat(onThisHost().uninstall(UNIT)).as("again").isFalse();
  }

  @Test
  void what_somebody_else_wrote_is_neither_overwritten_nor_removed() throws Exception {
    Files.createDirectories(own.getParent());
    Files.writeString(own, "[Service]\n");

    assertThatThrownBy(() -> onThisHost().install(UNIT, TEXT, false))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(own + " was not written by osapi");
    assertThatThrownBy(() -> onThisHost().uninstall(UNIT)).isInstanceOf(Refusal.class);

    assertThat(own).hasContent("[Service]\n");
    assertThat(asked).doesNotExist();
  }

  @Test
  void what_systemctl_complains_of_is_told() {
    assertThatThrownBy(() -> onThisHost().install("refused.service", TEXT, false))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("enable refused.service' failed: Failed to enable: no");
  }

  @Test
  void without_systemctl_it_says_so() {
    var nowhere = UnitFiles.running(root, MARK, root.resolve("none").toString());

    assertThatThrownBy(() -> nowhere.install(UNIT, TEXT, false))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("There is no");
  }

  @Test
  void states_are_asked_for_one_by_one() {
    assertThat(onThisHost().states(List.of(UNIT, "b.service")))
        .extracting(UnitFiles.State::unit, UnitFiles.State::mainPid)
        .containsExactly(tuple(UNIT, Optional.of(4711L)), tuple("b.service", Optional.of(4711L)));
  }

  @Test
  void all_that_systemd_252_says_of_a_service_is_understood() {
    assertThat(
            UnitFiles.parse(
                UNIT,
                """
                MainPID=312
                StatusText=worker web-01 takes jobs; 0 running
                ActiveState=active
                FragmentPath=/etc/systemd/system/osapi-test.service
                UnitFileState=enabled
                StateChangeTimestamp=@1772359964
                """))
        .isEqualTo(
            new UnitFiles.State(
                UNIT,
                Optional.of(Path.of("/etc/systemd/system/osapi-test.service")),
                "enabled",
                "active",
                Optional.of("worker web-01 takes jobs; 0 running"),
                Optional.of(Instant.parse("2026-03-01T10:12:44Z")),
                Optional.of(312L)));
  }

  @Test
  void of_a_unit_that_is_not_there_it_says_as_much() {
    assertThat(
            UnitFiles.parse(
                UNIT,
                """
                MainPID=0
                StatusText=
                ActiveState=inactive
                FragmentPath=
                UnitFileState=
                StateChangeTimestamp=
                """))
        .isEqualTo(
            new UnitFiles.State(
                UNIT,
                Optional.empty(),
                "not installed",
                "inactive",
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void the_tree_of_an_image_needs_no_systemd_that_runs() throws Exception {
    assumeThat(Path.of("/usr/bin/systemctl")).as("systemctl of this host").isExecutable();
    var image = UnitFiles.below(root, MARK);
    var link = root.resolve("etc/systemd/system/multi-user.target.wants").resolve(UNIT);

    image.install(UNIT, TEXT, false);
    assertThat(own).hasContent(TEXT);
    assertThat(Files.readSymbolicLink(link)).hasToString("/etc/systemd/system/" + UNIT);

    assertThat(image.uninstall(UNIT)).isTrue();
    assertThat(own).doesNotExist();
    assertThat(link).doesNotExist();
  }

  @Test
  void where_no_systemd_runs_it_says_what_to_do_instead() {
    assumeThat(Path.of("/run/systemd/system")).as("systemd of this host").doesNotExist();

    assertThatThrownBy(() -> UnitFiles.ofThisHost(MARK))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("No systemd runs here")
        .hasMessageContaining("--root");
  }

  private UnitFiles onThisHost() {
    return UnitFiles.running(root, MARK, systemctl.toString());
  }

  private Path packaged(String text) throws IOException {
    var file = root.resolve("usr/lib/systemd/system").resolve(UNIT);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path script(String body) throws IOException {
    var file = Files.writeString(root.resolve("systemctl"), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(asked);
  }
}
