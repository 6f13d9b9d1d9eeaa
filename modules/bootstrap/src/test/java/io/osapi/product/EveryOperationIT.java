package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.osapi.domain.operation.AgentOperations;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.CommandOperations;
import io.osapi.domain.operation.InventoryOperations;
import io.osapi.domain.operation.LogOperations;
import io.osapi.domain.operation.NetworkOperations;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.ServiceOperations;
import io.osapi.domain.operation.SystemOperations;
import io.osapi.domain.shape.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation that we ship, three ways: as a resource of the API, as a command and as a job. A
 * new operation needs a row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOperationIT {
  private static final String HOST = "web-01";

  /** Loopback is on every host, so its name servers can be asked for on every host. */
  private static final String INTERFACE = "lo";

  private static final Map<String, Object> UNIT = Map.of("service_name", "nginx");

  private Installation osapi;
  private Rest rest;
  private String admin;

  /**
   * An operation as somebody asks for it.
   *
   * @param method and {@code path}: its resource below {@code /api/v1}
   * @param words its command below {@code osapi client}
   * @param input of the body and of the job
   */
  record Row(
      Operation<?, ?> operation,
      String method,
      String path,
      List<String> words,
      Map<String, Object> input) {

    @Override
    public String toString() {
      return operation.toString();
    }

    private static Row query(Operation<?, ?> operation, String path, String words) {
      return new Row(operation, "GET", path, List.of(words.split(" ")), Map.of());
    }

    private Row with(Map<String, Object> data) {
      return new Row(operation, method, path, words, data);
    }
  }

  static Stream<Row> answered() {
    return Stream.of(
        Row.query(SystemOperations.HOSTNAME_GET, "/system/hostname", "system hostname"),
        Row.query(SystemOperations.STATUS_GET, "/system/status", "system status"),
        Row.query(SystemOperations.UPTIME_GET, "/system/uptime", "system uptime"),
        Row.query(SystemOperations.OS_GET, "/system/os", "system os"),
        Row.query(SystemOperations.DISK_GET, "/system/disk", "system disk"),
        Row.query(SystemOperations.MEMORY_GET, "/system/memory", "system memory"),
        Row.query(SystemOperations.LOAD_GET, "/system/load", "system load"),
        Row.query(
                NetworkOperations.DNS_GET,
                "/network/dns/" + INTERFACE,
                "network dns get --interface-name " + INTERFACE)
            .with(Map.of("interface", INTERFACE)),
        new Row(
            NetworkOperations.PING_DO,
            "POST",
            "/network/ping",
            List.of("network", "ping", "-a", "127.0.0.1", "--count", "1"),
            Map.of("address", "127.0.0.1", "count", 1)),
        Row.query(InventoryOperations.GET, "/inventory", "inventory"),
        Row.query(AgentOperations.HEALTH_GET, "/agent/health", "agent health"),
        new Row(
            ServiceOperations.UNIT_STATUS,
            "POST",
            "/service/unit/status",
            words("service unit status --service-name nginx"),
            UNIT),
        new Row(
            ServiceOperations.UNIT_START,
            "POST",
            "/service/unit/start",
            words("service unit start --service-name nginx"),
            UNIT),
        new Row(
            ServiceOperations.UNIT_STOP,
            "POST",
            "/service/unit/stop",
            words("service unit stop --service-name nginx"),
            UNIT),
        new Row(
            ServiceOperations.UNIT_RESTART,
            "POST",
            "/service/unit/restart",
            words("service unit restart --service-name nginx"),
            UNIT),
        new Row(
            CommandOperations.EXEC_RUN,
            "POST",
            "/command/exec/run",
            List.of("command", "exec", "--command", "echo hello"),
            Map.of("command", "echo hello")),
        new Row(
            CommandOperations.SCRIPT_RUN,
            "POST",
            "/command/script/run",
            words("command script --script deploy.sh"),
            Map.of("script", "deploy.sh")),
        new Row(
            LogOperations.FILE_READ,
            "POST",
            "/log/file/read",
            words("log file --log-path /etc/passwd"),
            Map.of("log_path", "/etc/passwd")));
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    admin = osapi.token("admin");
    rest = new Rest(osapi, admin);
    osapi.startNats();
    osapi.startApi();
    osapi.startWorker(
        HOST, edge(Files.createDirectory(directory.resolve("edge"))), "group=web.dev");
    osapi.awaitWorkers(rest, 1);
  }

  /** Allows what the rows ask for; the one program that is not the host's is systemctl. */
  private static Map<String, String> edge(Path directory) throws Exception {
    for (var program :
        Map.of("systemctl", "echo ActiveState=active", "deploy.sh", "echo deployed").entrySet()) {
      var file = directory.resolve(program.getKey());
      Files.writeString(file, "#!/bin/sh\n" + program.getValue() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    return Map.of(
        "PATH", directory + ":/usr/sbin:/usr/bin:/sbin:/bin",
        "OSAPI_AGENT_COMMANDS_SCRIPTS_DIRECTORY", directory.toString(),
        "OSAPI_AGENT_COMMANDS_ALLOWED_SERVICES", "nginx",
        "OSAPI_AGENT_COMMANDS_ALLOWED_COMMANDS", "echo hello",
        "OSAPI_AGENT_COMMANDS_ALLOWED_LOG_PATHS", "/etc/passwd");
  }

  @AfterAll
  void stop() {
    rest.close();
    osapi.close();
  }

  @Test
  void dns_is_updated_three_ways_on_a_host_whose_files_are_its_own(@TempDir Path etc)
      throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
    var real = Files.readString(Path.of("/etc/resolv.conf"));
    var own = etc.resolve("resolv.conf");
    Files.writeString(own, "nameserver 192.0.2.1\nsearch example.org\n");
    osapi.startWorkerWithOwnEtc("dns-01", etc);
    osapi.awaitWorkers(rest, 2);

    Map<String, Object> input = Map.of("interface", INTERFACE, "servers", List.of("192.0.2.53"));
    var changed = rest.ask("PUT", "/network/dns?target=dns-01", input);
    var same = rest.ask("PUT", "/network/dns?target=dns-01", input);
    assertThat(changed.list("results").getFirst()).as("%s", changed).containsEntry("changed", true);
    assertThat(same.list("results").getFirst()).as("%s", same).containsEntry("changed", false);
    assertThat(own).content().contains("nameserver 192.0.2.53").contains("example.org");

    var command =
        osapi.runAs(
            admin,
            "client network dns update --interface-name lo --servers 192.0.2.54 -T dns-01"
                .split(" "));
    assertThat(command.exitCode()).as(command.err()).isZero();
    assertThat(own).content().contains("nameserver 192.0.2.54").doesNotContain("192.0.2.53");

    var job =
        osapi.runAs(
            admin,
            "client",
            "job",
            "run",
            "--operation",
            "network.dns.update",
            "-T",
            "dns-01",
            "--data",
            Rest.json(Map.of("interface", INTERFACE, "search_domains", List.of("example.net"))));
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(own).content().contains("example.net").contains("192.0.2.54");
    assertThat(Path.of("/etc/resolv.conf")).hasContent(real);
  }

  @Test
  void the_table_has_every_operation_but_the_one_that_changes_its_host() {
    assertThat(Catalogue.standard().operations())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    answered().<Operation<?, ?>>map(Row::operation),
                    Stream.of(NetworkOperations.DNS_UPDATE))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("answered")
  void the_api_answers_as_its_schema_says(Row row) throws Exception {
    var query = "?target=" + HOST;
    var body = row.method().equals("GET") ? Map.<String, Object>of() : row.input();
    var answer = rest.ask(row.method(), row.path() + query, body);

    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.list("results"))
        .singleElement()
        .satisfies(result -> assertAnswered(row, result, "ok"));
  }

  @ParameterizedTest
  @MethodSource("answered")
  void the_command_prints_it(Row row) throws Exception {
    var command = new ArrayList<>(List.of("client"));
    command.addAll(row.words());
    command.addAll(List.of("-T", HOST));
    var table = osapi.runAs(admin, command.toArray(String[]::new));
    command.add("--json");
    var json = osapi.runAs(admin, command.toArray(String[]::new));

    assertThat(table.out()).as(table.err()).startsWith("HOSTNAME").contains(HOST);
    assertThat(table.err()).startsWith("1 host: 1 ");
    var results = new Rest.Answer(json.exitCode(), Rest.object(json.out())).list("results");
    assertThat(results)
        .singleElement()
        .satisfies(result -> {
          assertAnswered(row, result, "ok");
          assertThat(json.exitCode()).isEqualTo(result.get("status").equals("ok") ? 0 : 3);
        });
  }

  @ParameterizedTest
  @MethodSource("answered")
  void a_job_runs_it(Row row) throws Exception {
    var run =
        osapi.runAs(
            admin,
            "client",
            "job",
            "run",
            "--operation",
            row.operation().name().toString(),
            "--data",
            Rest.json(row.input()),
            "--target",
            HOST,
            "-o",
            "json");

    var job = Rest.object(run.out());
    var response = inner(inner(job, "responses"), HOST);
    if (!response.containsKey("error")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(job).containsEntry("status", "completed");
      assertHasItsFields(row, inner(response, "data"));
    }
    assertAnswered(row, inner(inner(job, "workers"), HOST), "completed");
  }

  @Test
  void an_update_that_changes_nothing_is_refused_everywhere() throws Exception {
    Map<String, Object> nothing = Map.of("interface", INTERFACE);
    var command =
        osapi.runAs(admin, "client", "network", "dns", "update", "--interface-name", INTERFACE);
    var job =
        Map.of("operation", Map.of("type", "network.dns.update", "data", nothing), "target", HOST);

    assertThat(rest.ask("PUT", "/network/dns?target=" + HOST, nothing).status()).isEqualTo(400);
    assertThat(rest.ask("POST", "/jobs", job).status()).isEqualTo(400);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err()).contains("--servers is required");
  }

  @Test
  void an_update_of_a_host_that_was_never_seen_is_404_everywhere() throws Exception {
    Map<String, Object> input = Map.of("interface", INTERFACE, "servers", List.of("192.0.2.53"));
    var command =
        osapi.runAs(
            admin,
            "client network dns update --interface-name lo --servers 192.0.2.53 -T web-99"
                .split(" "));
    var job =
        Map.of(
            "operation", Map.of("type", "network.dns.update", "data", input), "target", "web-99");

    assertThat(rest.ask("PUT", "/network/dns?target=web-99", input).status()).isEqualTo(404);
    assertThat(rest.ask("POST", "/jobs", job).status()).isEqualTo(404);
    assertThat(command.exitCode()).isEqualTo(6);
    assertThat(command.err()).contains("web-99");
  }

  /** A host may forbid pings and have no program for them: then the answer says how to allow it. */
  private static void assertAnswered(Row row, Map<String, Object> result, String good) {
    if (row.operation().equals(NetworkOperations.PING_DO) && result.containsKey("error")) {
      assertThat(result)
          .containsEntry("status", "failed")
          .containsEntry("error_code", "ping-not-permitted")
          .hasEntrySatisfying(
              "error", error -> assertThat((String) error).contains("ping_group_range"));
      return;
    }
    assertThat(result).containsEntry("status", good).doesNotContainKey("error");
    if (good.equals("ok")) {
      assertHasItsFields(row, result);
    }
  }

  private static void assertHasItsFields(Row row, Map<String, Object> data) {
    assertThat(data.keySet())
        .containsAll(
            row.operation().output().fields().stream()
                .filter(Field::required)
                .map(Field::name)
                .toList());
  }

  @SuppressWarnings("unchecked") // as the contract has it
  private static Map<String, Object> inner(Map<String, Object> object, String member) {
    return (Map<String, Object>) object.getOrDefault(member, Map.of());
  }
}
