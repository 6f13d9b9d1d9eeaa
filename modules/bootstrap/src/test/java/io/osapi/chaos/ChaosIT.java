package io.osapi.chaos;

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
  private static final List<String> APIS = List.of("api-1", "api-2");
  private static final List<String> WORKERS = List.of("w1", "w2", "w3");

  private final Duration time =
      Duration.ofSeconds(
          (long) (60 * Double.parseDouble(System.getProperty("osapi.chaos.minutes", "0.75"))));

  private final long seed =
      Long.getLong("osapi.chaos.seed", System.currentTimeMillis() % 1_000_000);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void no_accepted_job_is_lost_and_no_effect_happens_twice() throws Exception {
    int natsPort = freePort();
    var configuration = configuration(natsPort);
    var nats = host("nats", configuration, Map.of());
    var apis = new ArrayList<Api>();
    var victims = new ArrayList<Victim>(List.of(Victim.server(nats)));
    var networks = new ArrayList<Proxy>();
    for (var name : APIS) {
      var network = network(networks, natsPort);
      int port = freePort();
      apis.add(new Api(port, token()));
      victims.add(Victim.client(api(name, configuration, port, network), network));
    }
    for (var name : WORKERS) {
      var network = network(networks, natsPort);
      var journal = directory.resolve(name + ".state").resolve("journal");
      victims.add(Victim.worker(worker(name, configuration, network), network, journal));
    }
    System.out.println("chaos: seed " + seed + ", " + time + ", logs in " + directory);
    victims.forEach(victim -> victim.host().start());
    try (var poison = poison(natsPort)) {
      check(apis, victims, poison);
    } finally {
      victims.reversed().forEach(victim -> victim.host().close());
      for (var network : networks) {
        network.close();
      }
    }
  }

  private void check(List<Api> apis, List<Victim> victims, Poison poison) throws Exception {
    var servers = victims.subList(0, 1 + APIS.size());
    var workers = victims.subList(1 + APIS.size(), victims.size());
    var faults =
        new Faults(
            seed,
            List.of(
                // A server that has just come back must have time to be asked something.
                new Faults.Group(servers, Faults.Fault.OF_PROCESSES, 6_000),
                new Faults.Group(workers, Faults.Fault.OF_PROCESSES, 3_000),
                new Faults.Group(victims, Faults.Fault.OF_THE_NETWORK, 600)));
    var load = new Load(apis, WORKERS);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(load::knowsAllHosts);
    load.start(seed);
    await().atMost(Duration.ofSeconds(60)).until(() -> load.accepted().size() > 10);
    poison.start();
    faults.injectFor(time);
    poison.stop();
    load.close();
    assertThat(victims).allMatch(victim -> victim.host().isRunning());

    var endings = Endings.of(load.accepted(), apis);
    var aftermath = new Aftermath(poison, logs(victims.subList(1, servers.size())));
    System.out.println(
        "chaos: %d faults %s; %d jobs accepted, %d at the second try, %d seen elsewhere; requests refused: %s; %s; poison: %s"
            .formatted(
                faults.count(),
                faults,
                load.accepted().size(),
                load.askedAgain(),
                load.seenElsewhere(),
                load.refused(),
                endings,
                aftermath.doses()));
    assertThat(load.accepted()).hasSizeGreaterThan(100);
    assertThat(load.refused().keySet())
        .as("reasons: an outage is never the caller's fault")
        .noneMatch(reason -> reason.startsWith("4"));
    assertThat(load.unseen()).as("jobs that another API did not know after their 201").isEmpty();
    assertThat(load.seenElsewhere()).isPositive();
    assertThat(doubles()).as("effects that happened twice on a host").isEmpty();
    assertThat(effects()).as("effects of poison").noneMatch(line -> line.endsWith(" stray"));
    awaitAgreement(apis);
    aftermath.check();
    assertReadable(apis);
  }

  /** What each API has gathered from the events comes to the same, whatever each of them missed. */
  private static void awaitAgreement(List<Api> apis) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> {
          var counts = new HashSet<Object>();
          for (var api : apis) {
            var answer = api.get("/jobs/status");
            assertThat(answer.status()).isEqualTo(200);
            counts.add(answer.body());
          }
          assertThat(counts).as("the counts of all APIs").hasSize(1);
        });
  }

  /** Whatever lies in the streams and buckets, lists and states can be had. */
  private static void assertReadable(List<Api> apis) throws IOException, InterruptedException {
    for (var api : apis) {
      for (var path : List.of("/jobs?limit=1000", "/jobs/dlq", "/workers")) {
        assertThat(api.get(path).status()).as(path).isEqualTo(200);
      }
    }
  }

  private List<String> doubles() throws IOException {
    var seen = new HashSet<String>();
    return effects().stream().filter(line -> !seen.add(line)).toList();
  }

  /** Each effect that ever took place: the host and the key. */
  private List<String> effects() throws IOException {
    var lines = new ArrayList<String>();
    for (var worker : WORKERS) {
      if (Files.exists(effects(worker))) {
        Files.readAllLines(effects(worker), StandardCharsets.UTF_8)
            .forEach(key -> lines.add(worker + " " + key));
      }
    }
    return lines;
  }

  private static List<Path> logs(List<Victim> victims) {
    return victims.stream().map(victim -> victim.host().log()).toList();
  }

  private Path effects(String host) {
    return directory.resolve(host + ".effects");
  }

  private Host api(String name, Path configuration, int port, Proxy network) {
    return host(
        name,
        configuration,
        Map.of("api.server.port", port, "api.server.nats.port", network.port()));
  }

  private Host worker(String name, Path configuration, Proxy network) {
    return host(
        name,
        configuration,
        Map.of(
            "job.worker.hostname", name,
            "job.worker.state_dir", directory.resolve(name + ".state"),
            "job.worker.nats.port", network.port()));
  }

  private Host host(String name, Path configuration, Map<String, Object> differences) {
    var role = APIS.contains(name) ? "api" : WORKERS.contains(name) ? "worker" : "nats";
    var upLine =
        Map.of("api", "API listens", "worker", "takes up to", "nats", "nats-server listens");
    var arguments =
        Stream.concat(
            Stream.of(role, configuration.toString(), effects(name).toString()),
            differences.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()));
    return new Host(
        name, directory, upLine.get(role), Node.class, arguments.toArray(String[]::new));
  }

  /** nats-server has just been started, and is not a victim yet. */
  private Poison poison(int natsPort) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                new Poison(
                    natsPort, directory.resolve("broker/" + natsPort + "/api.nk"), WORKERS, seed),
            poison -> true);
  }

  private Proxy network(List<Proxy> all, int natsPort) throws IOException {
    var network = new Proxy(natsPort, seed + all.size());
    all.add(network);
    return network;
  }

  private static String token() {
    return new Tokens(List.of(SIGNING_KEY.getBytes(StandardCharsets.UTF_8)), InstantSource.system())
        .issue("chaos", Set.of(Role.ADMIN), Duration.ofHours(24));
  }

  private Path configuration(int natsPort) throws IOException {
    var file = directory.resolve("osapi.yaml");
    Files.writeString(
        file,
        """
        api:
          server:
            host: 127.0.0.1
            nats: {host: 127.0.0.1}
            security: {signing_key: "%1$s"}
        nats:
          state_dir: %3$s/broker
          server:
            port: %2$d
            store_dir: %3$s/nats
            binary: %4$s
        job:
          consumer:
            max_deliver: 20
            back_off: [1s, 1s, 2s, 5s]
          dlq: {max_msgs: 100000}
          worker:
            nats: {host: 127.0.0.1}
            heartbeat_interval: 1s
        """
            .formatted(SIGNING_KEY, natsPort, directory, System.getenv("OSAPI_NATS_SERVER")));
    return file;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
