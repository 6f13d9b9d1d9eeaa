package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.nats.server.NatsServer.Exit;
import io.osapi.adapters.nats.server.NatsServer.Settings;
import io.osapi.adapters.nats.server.ServerLog.Line;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The lines are those of nats-server 2.15.1. */
class ServerLogTest {
  @Test
  void a_line_loses_process_and_time_and_keeps_its_level() {
    assertThat(Line.parse("[12407] 2026/11/21 13:16:42.451697 [INF] Starting nats-server"))
        .isEqualTo(new Line(Level.DEBUG, "Starting nats-server"));
    assertThat(Line.parse("[5342] [WRN] Maximum Connections limit reached"))
        .isEqualTo(new Line(Level.WARNING, "Maximum Connections limit reached"));
    assertThat(Line.parse("[7] [ERR] x").level()).isEqualTo(Level.ERROR);
    assertThat(Line.parse("[7] [FTL] x").level()).isEqualTo(Level.ERROR);
    assertThat(Line.parse("[7] [DBG] x").level()).isEqualTo(Level.DEBUG);
    assertThat(Line.parse("[7] [TRC] x").level()).isEqualTo(Level.TRACE);
  }

  @Test
  void a_line_without_a_level_is_an_error() {
    var line = "nats-server: /srv/bad.conf:1:0: unknown field \"foo\"";
    assertThat(Line.parse(line)).isEqualTo(new Line(Level.ERROR, line));
  }

  @Test
  void the_port_is_heard_whatever_the_address() {
    assertThat(Line.parse("[1] [INF] Listening for client connections on [::1]:4222").port())
        .hasValue(4222);
    assertThat(Line.parse("[1] [INF] Listening for websocket clients on ws://[::]:80").port())
        .isEmpty();
  }

  @Test
  void each_line_is_handed_on_once_and_decoration_is_not() {
    var lines = new ArrayList<Line>();
    ServerLog.follow(
            stream(
                """
                [1] [INF] Starting JetStream
                [1] [INF]     _ ___ _____ ___ _____ ___ ___   _   __  __
                [1] [INF]
                [1] [WRN] slow
                """),
            lines::add)
        .ended()
        .join();
    assertThat(lines)
        .containsExactly(
            new Line(Level.DEBUG, "Starting JetStream"), new Line(Level.WARNING, "slow"));
  }

  @Test
  void only_a_server_that_says_so_is_ready() {
    assertThat(follow("[1] [INF] Listening for client connections on 127.0.0.1:1\n").readyOnPort())
        .isNotDone();
    assertThat(
            follow(
                    """
                    [1] [INF] Listening for client connections on 127.0.0.1:4321
                    [1] [INF] Server is ready
                    """)
                .readyOnPort())
        .isCompletedWithValue(4321);
  }

  @Test
  void the_last_lines_are_kept_and_no_more() {
    var log = follow("[1] [INF] line\n".repeat(100) + "[1] [FTL] the end\n");
    assertThat(log.lastLines()).hasSize(10).endsWith("the end");
  }

  @Test
  void a_port_for_root_only_is_explained() {
    var line =
        "Error listening on port: 127.0.0.1:80, \"listen tcp 127.0.0.1:80: bind: permission denied\"";
    assertThat(
            Readiness.explanation(
                Settings.at(Path.of("/x")).withPort(80), new Exit(1, false), line))
        .hasValueSatisfying(text -> assertThat(text).contains("port 80", "nats.server.port"));
  }

  private static ServerLog follow(String lines) {
    var log = ServerLog.follow(stream(lines), _ -> {});
    log.ended().join();
    return log;
  }

  private static InputStream stream(String lines) {
    return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
  }
}
