package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path directory;

  @Test
  void bash_completes_words_options_and_live_hosts() throws Exception {
    var script = directory.resolve("osapi.bash");
    Files.writeString(script, new Shell().run("completion", "bash").out());
    var osapi = directory.resolve("osapi");
    Files.writeString(osapi, "#!/bin/sh\necho web-01\necho web-02\n");
    assertThat(osapi.toFile().setExecutable(true)).isTrue();

    assertThat(complete(script, "osapi client net")).contains("network");
    assertThat(complete(script, "osapi client network dns update --interf"))
        .contains("--interface-name");
    assertThat(complete(script, "osapi client system hostname -o j")).contains("json", "jsonl");
    assertThat(complete(script, "osapi client system hostname --target web")).contains("web-02");
    assertThat(complete(script, "osapi client system hostname -T _a")).contains("_all", "_any");
  }

  @Test
  void fish_has_a_line_for_every_word() {
    assertThat(new Shell().run("completion", "fish").out())
        .contains(
            "complete -c osapi -n '__osapi_is_at client network' -a dns -d 'DNS: get, update'")
        .contains("-l target -r -a '_any _all (osapi __hosts 2>/dev/null)'")
        .contains("-a 'table wide json jsonl yaml name'")
        .doesNotContain("-a __hosts");
  }

  @Test
  void hosts_are_names_that_a_shell_cannot_misread() {
    try (var api = new RecordedApi()) {
      api.on(
          "GET /api/v1/workers",
          200,
          "{\"workers\":[{\"hostname\":\"web-01\"},{\"hostname\":\"$(reboot)\"}]}");

      assertThat(Shell.at(api).run("__hosts").out()).isEqualTo("web-01\n");
    }
  }

  /** What bash would offer at the end of that line. */
  private List<String> complete(Path script, String line) throws Exception {
    var program =
        """
        source "$1"
        read -ra COMP_WORDS <<< "$2"
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); COMP_LINE="$2"; COMP_POINT=${#2}
        _complete_osapi
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    var builder = new ProcessBuilder("bash", "-c", program, "bash", script.toString(), line);
    builder.environment().merge("PATH", directory.toString(), (old, mine) -> mine + ":" + old);
    var bash = builder.redirectErrorStream(true).start();
    try (var output = bash.inputReader()) {
      var words = output.lines().map(String::strip).toList();
      assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return words;
    }
  }
}
