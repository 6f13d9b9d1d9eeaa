package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.osapi.application.memory.MemoryRunner;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Family;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.shape.About;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsApiTest {
  public record TwoRequired(@About("One") String target, @About("Another") String name) {}

  private final RunningApi api = new RunningApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_get_is_answered_with_the_result_of_each_host_in_order() {
    api.system.startWorker("web-02", RunningApi.demo());
    api.system.startWorker("web-01", RunningApi.demo());

    var got = api.get("/api/v1/demo/all?target=_all");

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json()).containsOnlyKeys("job_id", "target", "results");
    assertThat(got.json("target")).isEqualTo("_all");
    assertThat(got.json("results"))
        .asInstanceOf(LIST)
        .containsExactly(
            Map.of("hostname", "web-01", "status", "ok", "name", "all", "level", 1),
            Map.of("hostname", "web-02", "status", "ok", "name", "all", "level", 1));
  }

  @Test
  void inputs_of_a_get_are_the_end_of_the_path_and_the_query() {
    api.system.startWorker("web-01", RunningApi.demo());

    assertThat(result(api.get("/api/v1/demo/thing/eth0")))
        .containsEntry("name", "eth0")
        .containsEntry("level", 3);
    assertThat(result(api.get("/api/v1/demo/thing/eth0?level=5&target=web-01&timeout=5s")))
        .containsEntry("level", 5);
    assertThat(api.system.jobs.jobs().getLast().timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_label_reaches_its_workers() {
    api.system.startWorker("web-01", new Labels(Map.of("group", "web.dev")), RunningApi.demo());
    api.system.startWorker("db-01", new Labels(Map.of("group", "db")), RunningApi.demo());

    var got = api.get("/api/v1/demo/all?target=group:web");

    assertThat(got.json("results")).asInstanceOf(LIST).hasSize(1);
    assertThat(result(got)).containsEntry("hostname", "web-01");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/demo/all,          read,  ok",
    "PUT,    /api/v1/demo/thing,        write, ok",
    "POST,   /api/v1/demo/thing,        write, ok",
    "DELETE, /api/v1/demo/thing/eth0,   write, ok",
    "POST,   /api/v1/demo/ping,         write, ok",
    "POST,   /api/v1/demo/unit/restart, write, ok",
    "POST,   /api/v1/demo/command/run,  admin, ok",
  })
  void the_verb_of_an_operation_is_the_method_of_its_resource(
      String method, String path, String role, String status) {
    api.system.startWorker("web-01", RunningApi.demo());
    var body = path.endsWith("thing") ? "{\"name\":\"a\",\"sizes\":[1]}" : "";

    var got = api.send(Role.named(role).orElseThrow(), method, path, body);

    assertThat(got.status()).isEqualTo(200);
    assertThat(result(got)).containsEntry("status", status);
  }

  @Test
  void whether_the_host_was_changed_is_told() {
    api.system.startWorker("web-01", RunningApi.demo());

    assertThat(result(api.post("/api/v1/demo/ping", ""))).containsEntry("changed", false);
    assertThat(result(api.post("/api/v1/demo/unit/restart", "{}"))).containsEntry("changed", true);
  }

  @Test
  void failures_are_results_too() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.startWorker("web-02", new MemoryRunner());
    api.system.startWorker(
        "web-03",
        new MemoryRunner()
            .answering(
                DemoOperations.ALL_GET,
                _ -> new Answer.Failed(new Fault("command-failed", "exit 3"))));

    var got = api.get("/api/v1/demo/all?target=_all");

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json("results"))
        .asInstanceOf(LIST)
        .extracting("status")
        .containsExactly("ok", "skipped", "failed");
    assertThat(got.json("results"))
        .asInstanceOf(LIST)
        .last()
        .isEqualTo(
            Map.of(
                "hostname",
                "web-03",
                "status",
                "failed",
                "error",
                "exit 3",
                "error_code",
                "command-failed"));
  }

  @Test
  void a_wait_that_ends_first_is_202_with_the_results_so_far() throws InterruptedException {
    var release = new CountDownLatch(1);
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.startWorker("web-02", JobsApiTest.blocked(release));

    var got = api.get("/api/v1/demo/all?target=_all", "Prefer", "wait=1");

    release.countDown();
    assertThat(got.status()).isEqualTo(202);
    assertThat(got.header("Preference-Applied")).isEqualTo("wait=1");
    assertThat(got.header("Location")).isEqualTo("/api/v1/jobs/" + got.json("job_id"));
    assertThat(got.json("results"))
        .asInstanceOf(LIST)
        .extracting("hostname")
        .containsExactly("web-01");
  }

  @Test
  void who_does_not_want_to_wait_is_answered_at_once() {
    var release = new CountDownLatch(1);
    api.system.startWorker("web-01", JobsApiTest.blocked(release));

    var got = api.get("/api/v1/demo/all", "Prefer", "respond-async");

    release.countDown();
    assertThat(got.status()).isEqualTo(202);
    assertThat(got.header("Preference-Applied")).isEqualTo("respond-async");
    assertThat(got.json("results")).isEqualTo(List.of());
    assertThat(api.get(got.header("Location"), "Prefer", "wait=20").json())
        .containsEntry("status", "completed");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/demo/thing/eth0?level=9,           query/level,   out-of-range",
    "GET,    /api/v1/demo/thing/eth0?level=much,        query/level,   wrong-type",
    "GET,    /api/v1/demo/thing/eth0?level=1e9,         query/level,   wrong-type",
    "GET,    /api/v1/demo/thing/ETH0,                   path/name,     bad-format",
    "GET,    /api/v1/demo/thing/%0a,                    path/name,     bad-format",
    "GET,    /api/v1/demo/thing/eth0?name=a,            query/name,    unknown-parameter",
    "GET,    /api/v1/demo/all?target=,                  query/target,  bad-format",
    "GET,    /api/v1/demo/all?target=a%20b,             query/target,  bad-format",
    "GET,    /api/v1/demo/all?target=a&target=b,        query/target,  duplicate-parameter",
    "GET,    /api/v1/demo/all?traget=a,                 query/traget,  unknown-parameter",
    "GET,    /api/v1/demo/all?timeout=soon,             query/timeout, bad-format",
    "GET,    /api/v1/demo/all?timeout=25h,              query/timeout, out-of-range",
    "DELETE, /api/v1/demo/thing/eth0?level=0,           query/level,   out-of-range",
    "PUT,    /api/v1/demo/thing?level=1,                query/level,   unknown-parameter",
    "PUT,    /api/v1/demo/thing?timeout=1ms,            query/timeout, out-of-range",
  })
  void every_fault_of_a_parameter_is_pointed_at(
      String method, String path, String pointer, String code) {
    var body = method.equals("PUT") ? "{\"name\":\"a\",\"sizes\":[]}" : "";

    var got = api.send(Role.WRITE, method, path, body);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .singleElement()
        .asInstanceOf(MAP)
        .containsEntry("pointer", pointer)
        .containsEntry("code", code);
  }

  @Test
  void all_faults_of_a_body_are_told_at_once() {
    var got =
        api.send(
            Role.WRITE,
            "PUT",
            "/api/v1/demo/thing?target=a%20b",
            "{\"sizes\":[1,\"2\"],\"nme\":1}");

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactlyInAnyOrder("/nme", "/name", "/sizes/1", "query/target");
  }

  @Test
  void an_outage_while_the_caller_waits_does_not_make_the_job_unaccepted()
      throws InterruptedException {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    api.system.startWorker(
        "web-01",
        new MemoryRunner()
            .on(
                DemoOperations.PING_DO,
                _ -> {
                  started.countDown();
                  await(release);
                  return new DemoOperations.Changed(false);
                }));
    Thread.startVirtualThread(() -> {
      await(started);
      api.system.outage.begin();
    });

    var got = api.post("/api/v1/demo/ping", "", "Prefer", "wait=3");

    api.system.outage.end();
    release.countDown();
    assertThat(got.status()).isEqualTo(202);
    assertThat(got.header("Location")).isNotEmpty();
  }

  @Test
  void two_operations_cannot_have_one_resource() {
    var family = new Family("twice", "Two operations with one resource");
    var catalogue =
        Catalogue.of(
            family.of(
                family.modify("thing.create", "Make", NoInput.class, DemoOperations.Changed.class),
                family.modify("thing.do", "Do", NoInput.class, DemoOperations.Changed.class)));

    assertThatThrownBy(() -> new RunningApi(catalogue, Patience.USUAL))
        .hasMessageContaining("POST /api/v1/twice/thing");
  }

  @Test
  void an_input_cannot_hide_a_parameter_of_the_resource() {
    var family = new Family("hidden", "An input named like a parameter");
    var catalogue =
        Catalogue.of(
            family.of(
                family.query(
                    "thing.get", "Read", TwoRequired.class, DemoOperations.Changed.class)));

    assertThatThrownBy(() -> new RunningApi(catalogue, Patience.USUAL))
        .hasMessageContaining("target");
  }

  private static Map<String, Object> result(RunningApi.Got got) {
    @SuppressWarnings("unchecked") // the shape of the answer is what is tested
    var results = (List<Map<String, Object>>) got.json("results");
    return results.getFirst();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
