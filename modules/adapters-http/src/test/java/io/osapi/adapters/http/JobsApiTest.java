package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.osapi.application.memory.MemoryRunner;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsApiTest {
  private static final String ALL_GET = "{\"operation\":{\"type\":\"demo.all.get\"}}";
  private static final String NO_JOB = "/api/v1/jobs/01890000-0000-7000-8000-000000000000";

  private final RunningApi api = new RunningApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_submitted_job_is_answered_with_its_id_and_place() {
    api.system.startWorker("web-01", RunningApi.demo());

    var got =
        api.post(
            "/api/v1/jobs",
            "{\"operation\":{\"type\":\"demo.all.get\",\"data\":{}},\"target\":\"web-01\","
                + "\"timeout\":\"5s\",\"expires_in\":\"PT10M\"}");

    assertThat(got.status()).isEqualTo(201);
    assertThat(got.header("Location")).isEqualTo("/api/v1/jobs/" + got.json("job_id"));
    assertThat(got.json())
        .containsEntry("status", "submitted")
        .containsEntry("target", "web-01")
        .containsEntry("expected_workers", List.of("web-01"));
    assertThat(time(got, "expires_at")).isEqualTo(time(got, "created_at").plusSeconds(600));
    assertThat((String) got.json("created_at")).hasSize("2026-01-31T12:00:00.000Z".length());
    assertThat(api.system.jobs.jobs().getFirst().timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void the_older_name_of_the_target_is_understood() {
    api.system.startWorker("web-01", RunningApi.demo());

    var got =
        api.post(
            "/api/v1/jobs",
            "{\"operation\":{\"type\":\"demo.all.get\"},\"target_hostname\":\"web-01\"}");

    assertThat(got.json()).containsEntry("target", "web-01");
  }

  @Test
  void a_finished_job_shows_everything_that_happened() {
    api.system.startWorker("web-01", RunningApi.demo());
    var path = api.post("/api/v1/jobs", ALL_GET).header("Location");

    var got = api.get(path, "Prefer", "wait=20");

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("Preference-Applied")).isEqualTo("wait=20");
    assertThat(got.json())
        .containsEntry("status", "completed")
        .containsEntry("operation", Map.of("type", "demo.all.get", "data", Map.of()))
        .containsEntry("target", "_any")
        .containsEntry("created_by", "alice")
        .containsEntry("result", Map.of("hostname", "its own", "name", "all", "level", 1))
        .doesNotContainKeys("error", "retry_of", "retried_as");
    assertThat(got.json("workers"))
        .extracting("web-01", MAP)
        .containsEntry("status", "completed")
        .containsEntry("attempts", 1)
        .containsKeys("started_at", "finished_at", "duration_ms");
    assertThat(got.json("responses"))
        .extracting("web-01", MAP)
        .containsEntry("status", "completed")
        .containsKey("data");
    assertThat(got.json("timeline"))
        .asInstanceOf(LIST)
        .extracting("event")
        .containsExactly("submitted", "started", "completed");
  }

  @Test
  void a_failed_worker_is_told_in_every_place_that_concerns_it() {
    api.system.startWorker(
        "web-01",
        new MemoryRunner()
            .answering(
                DemoOperations.ALL_GET,
                _ -> new Answer.Failed(new Fault("command-failed", "exit 3"))));
    var path = api.post("/api/v1/jobs", ALL_GET).header("Location");

    var got = api.get(path, "Prefer", "wait=20");

    assertThat(got.json())
        .containsEntry("status", "failed")
        .containsEntry("error", "web-01: exit 3")
        .doesNotContainKey("result");
    for (var place : List.of("workers", "responses")) {
      assertThat(got.json(place))
          .extracting("web-01", MAP)
          .containsEntry("error", "exit 3")
          .containsEntry("error_code", "command-failed");
    }
    assertThat(got.json("timeline"))
        .asInstanceOf(LIST)
        .last()
        .asInstanceOf(MAP)
        .containsEntry("error", "exit 3")
        .containsEntry("hostname", "web-01");
  }

  @Test
  void a_wait_ends_with_its_time_if_the_job_does_not() throws InterruptedException {
    var release = new CountDownLatch(1);
    api.system.startWorker("web-01", blocked(release));
    var path = api.post("/api/v1/jobs", ALL_GET).header("Location");

    var got = api.get(path, "Prefer", "wait=1");

    release.countDown();
    assertThat(got.status()).isEqualTo(200);
    assertThat((String) got.json("status")).isIn("submitted", "processing");
  }

  @Test
  void a_wait_is_never_longer_than_a_minute() {
    api.system.startWorker("web-01", RunningApi.demo());
    var path = api.post("/api/v1/jobs", ALL_GET).header("Location");

    assertThat(api.get(path, "Prefer", "wait=3600").header("Preference-Applied"))
        .isEqualTo("wait=60");
  }

  @Test
  void a_job_that_did_not_change_is_not_sent_again() {
    api.system.startWorker("web-01", RunningApi.demo());
    var path = api.post("/api/v1/jobs", ALL_GET).header("Location");
    var tag = api.get(path, "Prefer", "wait=20").header("ETag");

    var again = api.get(path, "If-None-Match", "\"other\", W/" + tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(again.text()).isEmpty();
    assertThat(api.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({NO_JOB, "/api/v1/jobs/nonsense", "/api/v1/jobs/%2e%2e", "/api/v1/jobs/%0d%0aX:1"})
  void an_unknown_job_is_404(String path) {
    var got = api.get(path);

    assertThat(got.status()).isEqualTo(404);
    assertThat((String) got.json("code")).isIn("job-not-found", "route-not-found");
  }

  @Test
  void an_outage_is_503_and_never_404() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.outage.begin();

    assertThat(api.get(NO_JOB).status()).isEqualTo(503);
    assertThat(api.get(NO_JOB, "Prefer", "wait=5").status()).isEqualTo(503);
    assertThat(api.post("/api/v1/jobs", ALL_GET).json()).containsEntry("code", "unavailable");
  }

  @Test
  void a_target_without_workers_is_told_apart_from_an_empty_fleet() {
    assertThat(api.post("/api/v1/jobs", ALL_GET).json())
        .containsEntry("status", 503)
        .containsEntry("code", "no-live-worker");
    assertThat(api.post("/api/v1/jobs", submission("\"target\":\"web-09\"")).json())
        .containsEntry("status", 404)
        .containsEntry("code", "no-matching-worker");
  }

  @Test
  void an_operation_for_admins_is_refused_to_writers() {
    api.system.startWorker("web-01", RunningApi.demo());
    var body = "{\"operation\":{\"type\":\"demo.command.run\"}}";

    assertThat(api.post("/api/v1/jobs", body).status()).isEqualTo(403);
    assertThat(api.send(Role.ADMIN, "POST", "/api/v1/jobs", body).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                     | /operation           | required",
        "{\"operation\":null}                                   | /operation           | required",
        "{\"operation\":[]}                                     | /operation           | wrong-type",
        "{\"operation\":{\"data\":{}}}                          | /operation/type      | required",
        "{\"operation\":{\"type\":7}}                           | /operation/type      | wrong-type",
        "{\"operation\":{\"type\":\"demo.all.gte\"}}            | /operation/type      | unknown-value",
        "{\"operation\":{\"type\":\"demo.all.get\",\"data\":1}} | /operation/data      | wrong-type",
        "{\"operation\":{\"type\":\"demo.all.get\",\"x\":1}}    | /operation/x         | unknown-member",
        "{\"operation\":{\"type\":\"demo.all.get\",\"data\":{\"y\":1}}} | /operation/data/y | unknown-member",
        "{\"operation\":{\"type\":\"demo.thing.get\",\"data\":{}}} | /operation/data/name | required",
        "{\"operation\":{\"type\":\"demo.thing.get\",\"data\":{\"name\":\"a b\"}}} | /operation/data/name | bad-format",
        "{\"operation\":{\"type\":\"demo.thing.get\",\"data\":{\"name\":\"a\",\"level\":9}}} | /operation/data/level | out-of-range",
        "{\"operation\":{\"type\":\"demo.thing.get\",\"data\":{\"name\":\"a\",\"level\":1e999999999}}} | /operation/data/level | wrong-type",
        "{\"operation\":{\"type\":\"demo.all.get\"},\"a/b~\":1} | /a~1b~0              | unknown-member",
      })
  void every_fault_of_a_body_is_pointed_at(String body, String pointer, String code) {
    var got = api.post("/api/v1/jobs", body);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .singleElement()
        .asInstanceOf(MAP)
        .containsEntry("pointer", pointer)
        .containsEntry("code", code)
        .containsKey("message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"target\":\"a b\"                          | /target          | bad-format",
        "\"target\":\"group:web..dev\"               | /target          | bad-format",
        "\"target\":\"-web\"                         | /target          | bad-format",
        "\"target\":1                                | /target          | wrong-type",
        "\"target_hostname\":\"*\"                   | /target_hostname | bad-format",
        "\"target\":\"_all\",\"target_hostname\":\"a\" | /target_hostname | bad-format",
        "\"timeout\":\"soon\"                        | /timeout         | bad-format",
        "\"timeout\":30                              | /timeout         | wrong-type",
        "\"timeout\":\"25h\"                         | /timeout         | out-of-range",
        "\"timeout\":\"PT-1S\"                       | /timeout         | out-of-range",
        "\"expires_in\":\"2d\"                       | /expires_in      | out-of-range",
        "\"expires_in\":\"\"                         | /expires_in      | bad-format",
        "\"surprise\":1                              | /surprise        | unknown-member",
      })
  void every_fault_beside_the_operation_is_pointed_at(String member, String pointer, String code) {
    var got = api.post("/api/v1/jobs", submission(member));

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .singleElement()
        .asInstanceOf(MAP)
        .containsEntry("pointer", pointer)
        .containsEntry("code", code);
  }

  @Test
  void all_faults_are_told_at_once() {
    var got =
        api.post(
            "/api/v1/jobs?dry=1",
            "{\"operation\":{\"type\":\"demo.thing.get\",\"data\":{\"x\":1},\"y\":2},"
                + "\"target\":\"a b\",\"timeout\":\"soon\",\"z\":3}");

    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactly("query/dry");
    assertThat(
            api.post(
                    "/api/v1/jobs",
                    "{\"operation\":{\"type\":\"demo.thing.get\",\"data\":{\"x\":1},\"y\":2},"
                        + "\"target\":\"a b\",\"timeout\":\"soon\",\"z\":3}")
                .json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactlyInAnyOrder(
            "/z",
            "/operation/y",
            "/operation/data/x",
            "/operation/data/name",
            "/target",
            "/timeout");
  }

  @Test
  void a_mistyped_operation_is_answered_with_the_nearest_ones() {
    assertThat(api.post("/api/v1/jobs", "{\"operation\":{\"type\":\"demo.thing.gett\"}}").text())
        .contains("demo.thing.get");
  }

  private static String submission(String member) {
    return "{\"operation\":{\"type\":\"demo.all.get\"}," + member + "}";
  }

  private static Instant time(RunningApi.Got got, String member) {
    return Instant.parse((String) got.json(member));
  }

  static MemoryRunner blocked(CountDownLatch release) {
    return new MemoryRunner()
        .on(
            DemoOperations.ALL_GET,
            _ -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new DemoOperations.Thing("its own", "all", 1);
            });
  }
}
