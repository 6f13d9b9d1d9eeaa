package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged product on four hosts of a network: a broker, an API, two workers. They share
 * nothing but that network and the credentials that the operator carried over.
 */
class HostsIT {
  private static final String BROKER = "broker";
  private static final String API = "api";
  private static final List<String> WORKERS = List.of("web-01", "web-02");

  @TempDir private Path directory;
  private Network network;
  private Installation osapi;
  private String token;

  @BeforeEach
  void connect() throws Exception {
    var root = "root".equals(System.getProperty("user.name"));
    assumeTrue(root, "network namespaces need root");
    var obstacle = Network.obstacle();
    assumeTrue(obstacle.isEmpty(), obstacle);

    network = new Network(BROKER, API, WORKERS.get(0), WORKERS.get(1));
    osapi = new Installation(directory, shared());
    token = osapi.token("admin");
    osapi.startOn(network, BROKER, brokersOwn(), "nats", "server", "start");
    osapi.startOn(network, API, apisOwn(), "api", "server", "start");
    for (var worker : WORKERS) {
      startWorker(worker);
    }
    eventually().until(() -> live().equals(Set.copyOf(WORKERS)));
  }

  @AfterEach
  void disconnect() {
    if (osapi != null) {
      osapi.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void a_worker_that_is_cut_off_stops_nobody_and_takes_part_again_when_it_is_back()
      throws Exception {
    assertThat(hostnames("_all")).containsExactlyInAnyOrderElementsOf(WORKERS);

    network.cut("web-02");
    // It counts as live for two more seconds, so this job expects it.
    var id = addJob("_all");
    eventually().until(() -> workersDone(id).equals(Set.of("web-01")));
    // Some of these are sent down the cable that leads nowhere, and then to the other worker.
    var anywhere = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      anywhere.add(addJob("_any"));
    }
    for (var any : anywhere) {
      eventually().until(() -> status(any).equals("completed"));
      assertThat(workersDone(any)).containsExactly("web-01");
    }
    eventually().until(() -> live().equals(Set.of("web-01")));
    assertThat(hostnames("_all")).containsExactly("web-01");
    assertThat(status(id)).isEqualTo("processing");

    network.mend("web-02");
    eventually().until(() -> live().equals(Set.copyOf(WORKERS)));
    eventually().until(() -> status(id).equals("completed"));
    assertThat(workersDone(id)).containsExactlyInAnyOrderElementsOf(WORKERS);
    assertThat(hostnames("_all")).containsExactlyInAnyOrderElementsOf(WORKERS);
  }

  @Test
  void what_is_asked_of_a_worker_that_is_cut_off_waits_and_is_done_when_it_is_back()
      throws Exception {
    network.cut("web-02");
    var id = addJob("web-02");
    assertThat(status(id)).isEqualTo("submitted");

    network.mend("web-02");
    eventually().until(() -> status(id).equals("completed"));
  }

  @Test
  void an_api_without_its_broker_says_so_at_once_and_goes_on_when_it_is_back() throws Exception {
    network.cut(BROKER);
    eventually()
        .until(() -> client("client", "system", "hostname", "--timeout=1s").exitCode() == 9);
    assertThat(client("client", "health").exitCode()).isZero();
    assertThat(client("client", "health", "ready").exitCode()).isNotZero();

    network.mend(BROKER);
    eventually().until(() -> client("client", "health", "ready").exitCode() == 0);
    eventually().until(() -> live().equals(Set.copyOf(WORKERS)));
    assertThat(hostnames("_all")).containsExactlyInAnyOrderElementsOf(WORKERS);
  }

  /** What stands in the configuration of every host. */
  private Map<String, String> shared() {
    var broker = "nats://%s:4222".formatted(network.address(BROKER));
    return Map.of(
        "OSAPI_API_CLIENT_URL",
        "http://%s:8080".formatted(network.address(API)),
        "OSAPI_API_SERVER_NATS_URL",
        broker,
        "OSAPI_JOB_WORKER_NATS_URL",
        broker);
  }

  private Map<String, String> brokersOwn() {
    return Map.of(
        "OSAPI_NATS_SERVER_HOST",
        network.address(BROKER),
        "OSAPI_NATS_SERVER_PORT",
        "4222",
        "OSAPI_NATS_STATE_DIR",
        directory.resolve("broker").toString());
  }

  private Map<String, String> apisOwn() {
    var settings = new HashMap<>(elsewhere(API));
    settings.put("OSAPI_API_SERVER_HOST", network.address(API));
    settings.put("OSAPI_API_SERVER_PORT", "8080");
    settings.put(
        "OSAPI_API_SERVER_NATS_CREDENTIALS_FILE",
        directory.resolve("broker/4222/api.nk").toString());
    return settings;
  }

  /** Looks for the broker's files where another host would: there are none. */
  private Map<String, String> elsewhere(String host) {
    return Map.of(
        "OSAPI_NATS_STATE_DIR", directory.resolve("of-" + host).toString(),
        "OSAPI_JOB_WORKER_STATE_DIR", directory.resolve("journal-of-" + host).toString());
  }

  private void startWorker(String host) throws Exception {
    var credentials = directory.resolve(host + ".nk").toString();
    var enrolled =
        osapi.runOn(
            network,
            BROKER,
            brokersOwn(),
            "worker",
            "enroll",
            "--hostname",
            host,
            "--file",
            credentials);
    assertThat(enrolled.exitCode()).as(enrolled.err()).isZero();
    var settings = new HashMap<>(elsewhere(host));
    settings.put("OSAPI_JOB_WORKER_NATS_CREDENTIALS_FILE", credentials);
    osapi.startOn(network, host, settings, "job", "worker", "start", "--worker-hostname", host);
  }

  /** As the operator types it on the API's host. */
  private Installation.Result client(String... command) throws IOException, InterruptedException {
    return osapi.runOn(
        network, API, Map.of("OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", token), command);
  }

  private Set<String> live() throws IOException, InterruptedException {
    var list = client("-o", "json", "client", "worker", "list");
    if (list.exitCode() != 0) {
      return Set.of();
    }
    return objects(list.out(), "workers").stream()
        .filter(worker -> worker.get("liveness").equals("live"))
        .map(worker -> (String) worker.get("hostname"))
        .collect(Collectors.toSet());
  }

  /** Who answers, where all who are asked do. */
  private Set<String> hostnames(String target) throws IOException, InterruptedException {
    var answer = client("-o", "json", "client", "system", "hostname", "-T", target);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return goodHosts(answer.out());
  }

  private static Set<String> goodHosts(String json) {
    return objects(json, "results").stream()
        .filter(result -> result.get("status").equals("ok"))
        .map(result -> (String) result.get("hostname"))
        .collect(Collectors.toSet());
  }

  private String addJob(String target) throws IOException, InterruptedException {
    var added =
        client(
            "-o",
            "name",
            "client",
            "job",
            "add",
            "--operation=system.hostname.get",
            "--target=" + target);
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.out().strip();
  }

  private String status(String id) throws IOException, InterruptedException {
    return (String) job(id).get("status");
  }

  private Set<String> workersDone(String id) throws IOException, InterruptedException {
    return ((Map<?, ?>) job(id).get("responses"))
        .keySet().stream().map(String.class::cast).collect(Collectors.toSet());
  }

  private Map<String, Object> job(String id) throws IOException, InterruptedException {
    var job = client("-o", "json", "client", "job", "get", id);
    assertThat(job.exitCode()).as(job.err()).isZero();
    return Rest.object(job.out());
  }

  private static List<Map<String, Object>> objects(String json, String member) {
    return new Rest.Answer(200, Rest.object(json)).list(member);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
  }
}
