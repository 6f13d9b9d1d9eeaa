package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.osapi.domain.worker.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers, the catalogue, the version and the probes. */
class WorkersApiTest {
  private final RunningApi api = new RunningApi();

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/workers", "/api/v1/agents", "/api/v1/jobs/workers"})
  void the_fleet_is_listed_under_each_of_its_names(String path) {
    api.system.startWorker("web-02", RunningApi.demo()).stop();
    api.system.startWorker("web-01", new Labels(Map.of("group", "web")), RunningApi.demo());

    var got = api.get(path);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json("total")).isEqualTo(2);
    assertThat(got.json("workers"))
        .asInstanceOf(LIST)
        .first()
        .asInstanceOf(MAP)
        .containsEntry("hostname", "web-01")
        .containsEntry("labels", Map.of("group", "web"))
        .containsEntry("version", "0.1.0")
        .containsEntry("platform", "linux/amd64")
        .containsEntry("state", "ready")
        .containsEntry("liveness", "live")
        .containsEntry("running_jobs", 0)
        .containsKeys("last_heartbeat", "capabilities");
    assertThat(got.json("workers"))
        .asInstanceOf(LIST)
        .last()
        .asInstanceOf(MAP)
        .containsEntry("state", "stopped")
        .containsEntry("liveness", "gone");
  }

  @Test
  void one_worker_is_shown_with_its_facts() {
    api.system.startWorker("web-01", RunningApi.demo());

    assertThat(api.get("/api/v1/workers/web-01").json())
        .containsEntry("hostname", "web-01")
        .containsEntry("max_jobs", 4)
        .containsEntry("heartbeat_interval", "PT1H")
        .containsKey("started_at");
  }

  @Test
  void an_unknown_worker_is_404() {
    var got = api.get("/api/v1/workers/web-09");

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.json()).containsEntry("code", "worker-not-found");
  }

  @Test
  void the_catalogue_tells_all_about_an_operation() {
    var got = api.get("/api/v1/operations");

    assertThat(got.json("operations"))
        .asInstanceOf(LIST)
        .hasSize(DemoOperations.CATALOGUE.operations().size())
        .element(1)
        .isEqualTo(
            Map.of(
                "type",
                "demo.thing.get",
                "summary",
                "Read a thing",
                "scope",
                "read",
                "effect",
                "query",
                "default_timeout",
                "PT30S",
                "input",
                Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(
                        "name",
                        Map.of(
                            "type",
                            "string",
                            "pattern",
                            "^(?:[a-z0-9]{1,15})$",
                            "maxLength",
                            4096,
                            "description",
                            "Which"),
                        "level",
                        Map.of(
                            "type",
                            "integer",
                            "format",
                            "int32",
                            "minimum",
                            1,
                            "maximum",
                            5,
                            "default",
                            3,
                            "description",
                            "How much to say")),
                    "required",
                    List.of("name"),
                    "additionalProperties",
                    false),
                "output",
                Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of(
                        "hostname",
                        text("A name that is not the worker's"),
                        "name",
                        text("Which"),
                        "level",
                        Map.of(
                            "type",
                            "integer",
                            "format",
                            "int32",
                            "description",
                            "How much was said")),
                    "required",
                    List.of("hostname", "name", "level"))));
  }

  @Test
  void the_version_is_told() {
    assertThat(api.get("/api/v1/version").json()).isEqualTo(Map.of("version", "1.2.3"));
  }

  @Test
  void the_process_is_alive_whatever_else_is_not() {
    api.system.outage.begin();

    assertThat(api.sendWithoutToken("GET", "/health", "").json()).isEqualTo(Map.of("status", "ok"));
  }

  @Test
  void readiness_comes_and_goes_with_the_store() {
    assertThat(ready().json()).isEqualTo(Map.of("status", "ready"));

    api.system.outage.begin();
    assertThat(ready().status()).isEqualTo(503);
    assertThat(ready().json()).containsEntry("status", "not_ready").containsKey("error");

    api.system.outage.end();
    assertThat(ready().status()).isEqualTo(200);
  }

  private RunningApi.Got ready() {
    return api.sendWithoutToken("GET", "/health/ready", "");
  }

  private static Map<String, Object> text(String about) {
    return Map.of("type", "string", "maxLength", 4096, "description", about);
  }
}
