package io.osapi.chaos;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.http.token.Tokens;
import io.osapi.domain.access.Role;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job that was accepted ends in exactly one final state, and nothing that changes a host runs
 * twice on it, whatever is killed, frozen or restarted meanwhile.
 *
 * <p>{@code ./dev chaos --minutes N --seed S} runs it for longer, or again.
 */
class ChaosIT {
  private static final String SIGNING_KEY = "a key of this test only, 32 bytes or more";
  private static final List<String> WORKERS = List.of("w1", "w2", "w3");
  private static final Set<String> FINAL =
      Set.of("completed", "failed", "partial_failure", "cancelled", "expired");

  private final Duration time =
      Duration.ofSeconds(
          (long) (60 * Double.parseDouble(System.getProperty("osapi.chaos.minutes", "0.75"))));

  private final long seed =
      Long.getLong("osapi.chaos.seed", System.currentTimeMillis() % 1_000_000);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void no_accepted_job_is_lost_and_no_effect_happens_twice() throws Exception {
    int apiPort = freePort();
    var configuration = configuration(apiPort, freePort());
    var nats = new Host("nats", directory, Node.class, "nats", configuration.toString());
    var api = new Host("api", directory, Node.class, "api", configuration.toString());
    var workers = WORKERS.stream().map(name -> worker(name, configuration)).toList();
    var all = Stream.concat(Stream.of(nats, api), workers.stream()).toList();
    System.out.println("chaos: seed " + seed + ", " + time + ", logs in " + directory);
    all.forEach(Host::start);
    try {
      check("http://127.0.0.1:" + apiPort, all);
    } finally {
      all.reversed().forEach(Host::close);
    }
  }

  private void check(String url, List<Host> all) throws Exception {
    var faults = new Faults(seed, all);
    var load = new Load(url, token(), WORKERS);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(load::knowsAllHosts);
    load.start(seed);
    await().atMost(Duration.ofSeconds(60)).until(() -> load.accepted().size() > 10);
    faults.injectFor(time);
    load.close();
    assertThat(all).allMatch(Host::isRunning);

    var states = awaitFinal(load);
    System.out.println(
        "chaos: %d faults %s; %d jobs accepted, requests refused: %s; %s"
            .formatted(
                faults.count(), faults, load.accepted().size(), load.refused(), summary(states)));
    assertThat(load.accepted()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(load.refused().keySet())
        .as("reasons: an outage is never the caller's fault")
        .noneMatch(reason -> reason.startsWith("4"));
    assertThat(doubles()).as("effects that happened twice on a host").isEmpty();
  }

  /** Until every accepted job is final; those that are not by then are the failure. */
  private static Map<String, String> awaitFinal(Load load) {
    var states = new TreeMap<String, String>();
    var open = new HashSet<>(load.accepted());
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> {
          for (var id : List.copyOf(open)) {
            var status = (String) load.job(id).get("status");
            states.put(id, status);
            if (FINAL.contains(status)) {
              open.remove(id);
            }
          }
          assertThat(open).as("jobs that never ended").isEmpty();
        });
    return states;
  }

  private static Map<String, Long> summary(Map<String, String> states) {
    return states.values().stream()
        .collect(groupingBy(s -> s, TreeMap::new, Collectors.counting()));
  }

  private List<String> doubles() throws IOException {
    var doubles = new ArrayList<String>();
    for (var worker : WORKERS) {
      var file = directory.resolve(worker + ".effects");
      if (Files.exists(file)) {
        var seen = new HashSet<String>();
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .filter(key -> !seen.add(key))
            .forEach(key -> doubles.add(worker + " " + key));
      }
    }
    return doubles;
  }

  private Host worker(String name, Path configuration) {
    return new Host(
        name,
        directory,
        Node.class,
        "worker",
        configuration.toString(),
        name,
        directory.resolve(name + ".effects").toString(),
        directory.resolve(name + ".state").toString());
  }

  private static String token() {
    return new Tokens(SIGNING_KEY.getBytes(StandardCharsets.UTF_8), InstantSource.system())
        .issue("chaos", Set.of(Role.ADMIN), Duration.ofHours(24));
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
          server:
            port: %2$d
            store_dir: %4$s/nats
            binary: %5$s
        job:
          consumer:
            max_deliver: 20
            back_off: [1s, 1s, 2s, 5s]
          worker:
            nats: {host: 127.0.0.1, port: %2$d}
            heartbeat_interval: 1s
        """
            .formatted(
                apiPort, natsPort, SIGNING_KEY, directory, System.getenv("OSAPI_NATS_SERVER")));
    return file;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
