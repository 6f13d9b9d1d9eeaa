package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final RecordedApi api = new RecordedApi();
  private final Shell shell = Shell.at(api);

  @BeforeEach
  void record() {
    api.on("GET /api/v1/system/status?target=_all", 200, Recorded.STATUS_OF_TWO_HOSTS)
        .on("GET /api/v1/system/hostname", 200, Recorded.HOSTNAME_OF_ONE)
        .on("GET /api/v1/box/volume", 200, Recorded.VOLUMES)
        .on("GET /api/v1/workers", 200, Recorded.WORKERS)
        .on("GET /health/status", 503, Recorded.HEALTH_STATUS);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_pipe_gets_plain_columns_that_are_never_cut() {
    var outcome = shell.run("client", "system", "status", "-T", "_all");

    assertThat(outcome.out())
        .isEqualTo(
            """
            HOSTNAME           STATUS  UPTIME  OS                   LOAD           MEMORY          DISKS            ERROR
            db-01.example.org  failed  -       -                    -              -               -                the worker was gone while it ran the job
            web-01             ok      4d1h    Debian GNU/Linux 13  0.52 0.4 0.31  31% of 3.9 GiB  /var 97%, / 43%  -
            """);
    assertThat(outcome.err()).isEqualTo("2 hosts: 1 ok, 1 failed\n");
  }

  @Test
  void a_terminal_gets_box_lines_and_a_failed_host_its_error_in_its_row() {
    var outcome =
        shell.onTerminal(130).with("NO_COLOR", "1").run("client", "system", "status", "-T", "_all");

    assertThat(outcome.out())
        .isEqualTo(
            """
            ┏━━━━━━━━━━━━━━━━━━━┳━━━━━━━━┳━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
            ┃ HOSTNAME          ┃ STATUS ┃ UPTIME ┃ OS                  ┃ LOAD          ┃ MEMORY         ┃ DISKS           ┃
            ┡━━━━━━━━━━━━━━━━━━━╇━━━━━━━━╇━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
            │ db-01.example.org │ failed │ the worker was gone while it ran the job                                        │
            │ web-01            │ ok     │ 4d1h   │ Debian GNU/Linux 13 │ 0.52 0.4 0.31 │ 31% of 3.9 GiB │ /var 97%, / 43% │
            └───────────────────┴────────┴────────┴─────────────────────┴───────────────┴────────────────┴─────────────────┘
            """);
  }

  @Test
  void cells_are_cut_to_what_the_terminal_has() {
    var outcome =
        shell.onTerminal(100).with("NO_COLOR", "1").run("client", "system", "status", "-T", "_all");

    assertThat(outcome.out().lines()).allMatch(line -> Text.columns(line) == 100);
    assertThat(outcome.out()).contains("db-01.example.org").contains("…");
  }

  @Test
  void what_would_be_cut_to_nothing_is_read_downwards_instead() {
    var outcome =
        shell.onTerminal(60).with("NO_COLOR", "1").run("client", "system", "status", "-T", "_all");

    assertThat(outcome.out())
        .contains("db-01.example.org\n  STATUS    failed\n")
        .contains("  MEMORY    31% of 3.9 GiB\n")
        .doesNotContain("┃");
  }

  @Test
  void wide_spreads_records_and_cuts_nothing() {
    var outcome =
        shell
            .onTerminal(100)
            .with("NO_COLOR", "1")
            .run("client", "system", "status", "-T", "_all", "-o", "wide");

    assertThat(outcome.out())
        .contains("MEMORY.USED            1.2 GiB")
        .contains("OS.KERNEL              6.12.41+deb13-amd64")
        .doesNotContain("…");
  }

  @Test
  void an_output_that_is_a_list_has_a_row_for_each_element() {
    assertThat(shell.run("client", "box", "volume").out())
        .isEqualTo(
            """
            HOSTNAME  STATUS  MOUNT     TOTAL  USED%  SKIPPED
            web-01    ok      /      19.6 GiB  43.2%  /mnt/nfs: stale
            web-01    ok      /var   50.0 GiB  97.0%  -
            """);
  }

  @Test
  void a_terminal_that_is_not_utf_8_gets_no_box_lines() {
    var outcome = shell.onTerminal(100).with("LC_ALL", "C").run("client", "system", "hostname");

    assertThat(outcome.out()).doesNotContain("┃").contains("HOSTNAME");
  }

  @Test
  void json_is_the_answer_with_exact_numbers() throws Exception {
    var outcome = shell.run("client", "system", "status", "-T", "_all", "-j");

    assertThat(Json.read(outcome.out())).isEqualTo(Json.read(Recorded.STATUS_OF_TWO_HOSTS));
    assertThat(outcome.out()).contains("\"total_bytes\": 4134604800");
  }

  @Test
  void the_format_may_stand_behind_any_word() throws Exception {
    var first = shell.run("-o", "json", "client", "system", "hostname");
    var middle = shell.run("client", "-o", "json", "system", "hostname");
    var last = shell.run("client", "system", "hostname", "--output=JSON");

    assertThat(first.out()).isEqualTo(middle.out()).isEqualTo(last.out());
    assertThat(Json.read(first.out())).isInstanceOf(Map.class);
  }

  @Test
  void jsonl_is_a_line_for_each_host() throws Exception {
    var lines =
        shell.run("client", "system", "status", "-T", "_all", "-o", "jsonl").out().lines().toList();

    assertThat(lines).hasSize(2);
    assertThat(Json.text(Json.asMap(Json.read(lines.getLast())), "hostname")).contains("web-01");
  }

  @Test
  void yaml_keeps_texts_in_quotes() {
    assertThat(shell.run("client", "system", "hostname", "-o", "yaml").out())
        .isEqualTo(
            """
            job_id: "0198c0de-0000-7000-8000-000000000002"
            target: "_any"
            results:
            - hostname: "web-01"
              status: "ok"
              fqdn: "web-01.example.org"
              labels:
                group: "web.dev"
            """);
  }

  @Test
  void name_is_a_name_a_line() {
    assertThat(shell.run("client", "worker", "list", "-o", "name").out())
        .isEqualTo("db-01\nweb-01\nweb-02\n");
  }

  @Test
  void one_thing_is_names_and_values() {
    assertThat(shell.run("client", "health", "status").out())
        .contains("components.nats.error   connection refused\n")
        .contains("streams.JOBS.bytes      4.0 KiB\n");
  }

  @Test
  void colours_are_for_terminals() {
    assertThat(shell.run("client", "system", "hostname").out()).doesNotContain("\u001b");
    assertThat(shell.onTerminal(100).run("client", "system", "hostname").out())
        .contains("\u001b[32mok");
  }

  @Test
  void no_color_wins_over_everything() {
    var coloured = shell.onTerminal(100).with("CLICOLOR_FORCE", "1");

    assertThat(coloured.run("client", "system", "hostname", "--no-color").out())
        .doesNotContain("\u001b");
    assertThat(coloured.with("NO_COLOR", "1").run("client", "system", "hostname").out())
        .doesNotContain("\u001b");
  }

  @Test
  void clicolor_force_colours_a_pipe_too() {
    assertThat(shell.with("CLICOLOR_FORCE", "1").run("client", "system", "hostname").out())
        .contains("\u001b[32mok");
  }

  @Test
  void the_summary_comes_after_the_data_where_both_streams_meet() {
    var screen = new ByteArrayOutputStream();
    var streams =
        new Cli.Streams(
            InputStream.nullInputStream(),
            new PrintStream(new BufferedOutputStream(screen), false, UTF_8),
            new PrintStream(screen, true, UTF_8),
            Set.of(),
            Map.of());

    new Cli(Shell.catalogue(), shell.product(), streams).run("client", "system", "hostname");

    assertThat(screen.toString(UTF_8)).endsWith("group=web.dev\n1 host: 1 ok\n");
  }

  @Test
  void output_that_cannot_be_written_is_an_error() {
    var full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var err = new ByteArrayOutputStream();
    var streams =
        new Cli.Streams(
            InputStream.nullInputStream(),
            new PrintStream(full, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            Set.of(),
            Map.of());

    int code = new Cli(Shell.catalogue(), shell.product(), streams).run("version");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("before everything was written");
  }

  @Test
  void quiet_leaves_only_the_data() {
    assertThat(shell.run("client", "system", "hostname", "-q").err()).isEmpty();
  }
}
