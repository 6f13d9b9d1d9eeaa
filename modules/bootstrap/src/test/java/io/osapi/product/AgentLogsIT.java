package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which logs an edge worker reads, how far from their end, and what it takes for none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentLogsIT {
  private EdgeHost host;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    host = new EdgeHost(directory);
    host.start();
  }

  @AfterAll
  void stop() throws Exception {
    host.stop();
  }

  @Test
  void the_last_lines_are_read() throws Exception {
    Files.writeString(host.logs.resolve("small.log"), "eins\n\nzwei ü €\ndrei\n");

    assertThat(host.tail(host.logs + "/small.log", 3))
        .containsEntry("status", "success")
        .containsEntry("log_path", host.logs + "/small.log")
        .containsEntry("lines", List.of("", "zwei ü €", "drei"))
        .containsEntry("total_lines", 3);
    assertThat(host.tail(host.logs + "/small.log", 10_000)).containsEntry("total_lines", 4);
    Files.writeString(host.logs.resolve("open.log"), "a\nb");
    assertThat(host.tail(host.logs + "/open.log", 1)).containsEntry("lines", List.of("b"));
    Files.writeString(host.logs.resolve("empty.log"), "");
    assertThat(host.tail(host.logs + "/empty.log", 1)).containsEntry("lines", List.of());
  }

  @Test
  void a_huge_log_with_a_huge_line_is_read_from_its_end() throws Exception {
    var file = host.logs.resolve("huge.log");
    try (var log = new RandomAccessFile(file.toFile(), "rw")) {
      log.seek(1L << 30);
      var text = new StringBuilder("\n");
      for (int i = 0; i < 150; i++) {
        text.append(i == 100 ? "é".repeat(2_500_000) : "Zeile " + i + " ü€😀").append('\n');
      }
      log.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    var reply = host.tail(file.toString(), 100);

    assertThat(reply).containsEntry("total_lines", 100).containsEntry("truncated", true);
    var lines = (List<?>) reply.get("lines");
    assertThat(lines).hasSize(100);
    assertThat(lines.getFirst()).isEqualTo("Zeile 50 ü€😀");
    assertThat(lines.getLast()).isEqualTo("Zeile 149 ü€😀");
    assertThat((String) lines.get(50)).matches("é{1000,}");
  }

  @Test
  void a_log_that_is_not_allowed_is_not_read() throws Exception {
    Files.writeString(host.home.resolve("outside.log"), "secret\n");
    Files.createDirectories(host.logs.resolve("app1"));
    Files.writeString(host.logs.resolve("app1/a.txt"), "allowed\n");
    Files.writeString(host.logs.resolve("app1/c.txt"), "secret\n");
    Files.writeString(host.logs.resolve("app1/deep.log"), "secret\n");
    Files.createSymbolicLink(host.logs.resolve("shadow.log"), Path.of("/etc/shadow"));
    Files.createSymbolicLink(host.logs.resolve("out.log"), host.home.resolve("outside.log"));
    Files.createSymbolicLink(host.logs.resolve("app2"), host.home);
    Files.createDirectory(host.logs.resolve("directory.log"));
    assertThat(new ProcessBuilder("mkfifo", host.logs + "/pipe.log").start().waitFor()).isZero();

    assertThat(host.tail(host.logs + "/app1/a.txt", 1)).containsEntry("lines", List.of("allowed"));
    for (var path :
        new String[] {
          host.logs + "/shadow.log",
          host.logs + "/out.log",
          host.logs + "/pipe.log",
          host.logs + "/directory.log",
          host.logs + "/app1/c.txt",
          host.logs + "/app1/deep.log",
          host.logs + "/app2/outside.log",
          host.logs + "/../outside.log",
          host.logs + "/app1/../small.log",
          host.logs + "/./x.log",
          host.home + "/outside.log",
          "/etc/shadow",
          "x.log",
          "",
          "/dev/zero",
          host.logs + "/x.log\u0000"
        }) {
      assertThat(host.tail(path, 10))
          .as(path)
          .containsEntry("error", "log path not in allowed list: " + path)
          .satisfies(reply -> assertThat(reply.get("lines")).isNotInstanceOf(List.class));
    }
    assertThat(host.tail(host.logs + "/gone.log", 10))
        .containsEntry("error", "log file not found: " + host.logs + "/gone.log");
  }

  @Test
  void the_number_of_lines_has_bounds() throws Exception {
    for (var lines : new String[] {"0", "-1", "-99999999999999999999", "\"5\"", "null", "1.5"}) {
      assertThat(
              host.ask(
                  "logs", "{\"log_path\":\"" + host.logs + "/small.log\",\"lines\":" + lines + "}"))
          .containsEntry("error", "lines must be greater than 0");
    }
    for (var lines : new String[] {"10001", "99999999999999999999"}) {
      assertThat(host.ask("logs", "{\"log_path\":\"/x\",\"lines\":" + lines + "}"))
          .containsEntry("error", "lines cannot exceed 10000");
    }
  }
}
