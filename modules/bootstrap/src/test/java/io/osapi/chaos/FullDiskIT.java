package io.osapi.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.osapi.adapters.http.token.Tokens;
import io.osapi.domain.access.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * nats-server keeps its files on a small file system of its own, which nobody else sees: where user
 * namespaces are not allowed, this is skipped.
 */
class FullDiskIT {
  private static final String SIGNING_KEY = "a key of this test only, 32 bytes or more";
  private static final int DISK_MIB = 48;

  /** More than fit into what a full disk has left in its last pages. */
  private static final int MAX_ACCEPTED_WHILE_FULL = 5_000;

  /** Within that an outage is told to the caller: a second, and what a loaded machine adds. */
  private static final Duration QUICKLY = Duration.ofSeconds(3);

  private final List<Host> hosts = new ArrayList<>();
  private final List<String> accepted = new ArrayList<>();
  private Path disk;
  private Host nats;
  private Api api;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "-Urm", "mount", "-t", "tmpfs", "none", directory.toString())
                .start()
                .waitFor()
            == 0,
        "a file system can be mounted in a namespace");
    disk = Files.createDirectory(directory.resolve("disk"));
    int apiPort = freePort();
    var configuration = configuration(apiPort, freePort()).toString();
    var mount = "mount -t tmpfs -o size=%dm none \"$0\" && exec \"$@\"".formatted(DISK_MIB);
    nats =
        host("nats", "nats-server listens", "nats", configuration, "none")
            .by(List.of("unshare", "-Urm", "sh", "-c", mount, disk.toString()));
    host("api", "API listens", "api", configuration, "none");
    host("w1", "takes up to", "worker", configuration, directory.resolve("effects").toString());
    api = new Api(apiPort, token());
    hosts.forEach(Host::start);
    eventually().until(() -> api.get("/workers/w1").status() == 200);
  }

  @AfterEach
  void stop() {
    hosts.reversed().forEach(Host::close);
  }

  @Test
  void a_full_disk_refuses_new_jobs_loses_none_and_is_over_when_there_is_space() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(submit().status()).isEqualTo(201);
    }
    var known = accepted.getFirst();
    eventually().until(() -> statusOf(known).equals("completed"));
    var ballast = fill();

    var refused = untilRefused();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("code")).isIn("queue-full", "unavailable");
    assertThat(statusOf(known)).isEqualTo("completed");
    long begun = System.nanoTime();
    assertThat(submit().status()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICKLY);

    Files.delete(ballast);
    eventually().until(() -> submit().status() == 201);
    eventually()
        .untilAsserted(() -> {
          for (var id : accepted) {
            assertThat(statusOf(id)).as(id).isEqualTo("completed");
          }
        });
    assertThat(Files.readAllLines(directory.resolve("effects"))).doesNotHaveDuplicates();
  }

  private Api.Answer untilRefused() throws IOException, InterruptedException {
    var answer = submit();
    for (int i = 0; answer.status() == 201 && i < MAX_ACCEPTED_WHILE_FULL; i++) {
      answer = submit();
    }
    return answer;
  }

  private Api.Answer submit() throws IOException, InterruptedException {
    var key = "k" + System.nanoTime();
    var answer =
        api.submit(
            Map.of(
                "operation",
                Map.of("type", Effects.MARK.name().toString(), "data", Map.of("key", key)),
                "target",
                "w1"),
            key);
    if (answer.status() == 201) {
      accepted.add(answer.text("job_id"));
    }
    return answer;
  }

  private String statusOf(String id) throws IOException, InterruptedException {
    var answer = api.get("/jobs/" + id);
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.text("status");
  }

  /** Takes all the space there is, to the last byte. */
  private Path fill() throws IOException {
    var ballast = nats.seenByIt(disk).resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      for (int bytes = 1 << 20; bytes > 0; bytes /= 2) {
        writeAll(out, new byte[bytes]);
      }
    }
    return ballast;
  }

  private static void writeAll(OutputStream out, byte[] bytes) {
    try {
      for (int i = 0; i < (DISK_MIB << 20) / bytes.length + 1; i++) {
        out.write(bytes);
      }
      throw new AssertionError("the disk takes more than it has");
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private Host host(String name, String upLine, String... arguments) {
    var host = new Host(name, directory, upLine, Node.class, arguments);
    hosts.add(host);
    return host;
  }

  private Path configuration(int apiPort, int natsPort) throws IOException {
    var file = directory.resolve("osapi.yaml");
    Files.writeString(
        file,
        """
        api:
          server:
            host: 127.0.0.1
            port: %1$d
            nats: {host: 127.0.0.1, port: %2$d}
            security: {signing_key: "%3$s"}
        nats:
          state_dir: %6$s/broker
          server:
            port: %2$d
            store_dir: %4$s/nats
            binary: %5$s
        job:
          consumer: {back_off: [1s, 1s, 2s], max_deliver: 20}
          worker:
            hostname: w1
            state_dir: %6$s/state
            nats: {host: 127.0.0.1, port: %2$d}
            heartbeat_interval: 1s
        """
            .formatted(
                apiPort,
                natsPort,
                SIGNING_KEY,
                disk,
                System.getenv("OSAPI_NATS_SERVER"),
                directory));
    return file;
  }

  private static String token() {
    return new Tokens(List.of(SIGNING_KEY.getBytes(StandardCharsets.UTF_8)), InstantSource.system())
        .issue("chaos", Set.of(Role.ADMIN), Duration.ofHours(1));
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(IOException.class);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
