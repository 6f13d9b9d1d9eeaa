package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.osapi.application.memory.MemoryRunner;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers can do with a job after it was submitted, and how to submit it only once. */
class JobChangesApiTest {
  private static final String JOBS = "/api/v1/jobs";
  private static final String NO_JOB = JOBS + "/01890000-0000-7000-8000-000000000000";

  private final RunningApi api = new RunningApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_retry_is_a_new_job_and_each_names_the_other() {
    api.system.startWorker("web-01", RunningApi.demo());
    var first = finished("demo.all.get", "web-01");

    var got = api.post(first + "/retry", "");

    assertThat(got.status()).isEqualTo(201);
    assertThat(got.header("Location")).isEqualTo(JOBS + "/" + got.json("job_id"));
    assertThat(got.json())
        .containsEntry("status", "submitted")
        .containsEntry("expected_workers", List.of("web-01"));
    assertThat(JOBS + "/" + api.get(got.header("Location")).json("retry_of")).isEqualTo(first);
    assertThat(api.get(first).json("retried_as")).isEqualTo(got.json("job_id"));
    assertThat(api.get(first).json("timeline"))
        .asInstanceOf(LIST)
        .last()
        .asInstanceOf(MAP)
        .containsEntry("event", "retried");
  }

  @Test
  void a_retry_can_have_another_target() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.startWorker("web-02", RunningApi.demo());

    var got = api.post(finished("demo.all.get", "web-01") + "/retry", "{\"target\":\"web-02\"}");

    assertThat(got.json()).containsEntry("expected_workers", List.of("web-02"));
  }

  @Test
  void a_retry_can_be_for_the_hosts_that_failed() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.startWorker("web-02", failing());

    var got = api.post(finished("demo.all.get", "_all") + "/retry", "{\"only\":\"failed\"}");

    assertThat(got.json()).containsEntry("expected_workers", List.of("web-02"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"only\":\"failed\"}                     | /only   | none-failed",
        "{\"only\":\"some\"}                       | /only   | unknown-value",
        "{\"only\":true}                           | /only   | unknown-value",
        "{\"only\":\"failed\",\"target\":\"_all\"} | /only   | bad-combination",
        "{\"target\":\"a b\"}                      | /target | bad-format",
        "{\"target\":7}                            | /target | wrong-type",
        "{\"timeout\":\"5s\"}                      | /timeout | unknown-member",
      })
  void every_fault_of_a_retry_is_pointed_at(String body, String pointer, String code) {
    api.system.startWorker("web-01", RunningApi.demo());

    var got = api.post(finished("demo.all.get", "web-01") + "/retry", body);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .singleElement()
        .asInstanceOf(MAP)
        .containsEntry("pointer", pointer)
        .containsEntry("code", code);
    assertThat(api.system.jobs.jobs()).hasSize(1);
  }

  @Test
  void a_retry_needs_what_the_operation_needs() {
    api.system.startWorker("web-01", RunningApi.demo());
    var path = submit(Role.ADMIN, "demo.command.run", "web-01").header("Location");
    api.get(path, "Prefer", "wait=20");

    assertThat(api.post(path + "/retry", "").status()).isEqualTo(403);
    assertThat(api.send(Role.ADMIN, "POST", path + "/retry", "").status()).isEqualTo(201);
  }

  @Test
  void a_job_that_is_not_final_is_cancelled_but_not_retried() {
    var release = new CountDownLatch(1);
    api.system.startWorker("web-01", JobsApiTest.blocked(release));
    var path = submit(Role.WRITE, "demo.all.get", "web-01").header("Location");

    assertThat(api.post(path + "/retry", "").json())
        .containsEntry("status", 409)
        .containsEntry("code", "job-not-final");
    var got = api.post(path + "/cancel", "");

    assertThat(got.status()).isEqualTo(202);
    assertThat(got.header("Location")).isEqualTo(path);
    assertThat(got.json()).containsEntry("status", "cancelled").containsKey("timeline");
    assertThat(api.get(path).json()).containsEntry("status", "cancelled");
    assertThat(api.post(path + "/cancel", "").json())
        .containsEntry("status", 409)
        .containsEntry("code", "job-is-final");
    release.countDown();
  }

  @Test
  void a_final_job_is_deleted_once() {
    api.system.startWorker("web-01", RunningApi.demo());
    var path = finished("demo.all.get", "web-01");

    var got = api.send(Role.WRITE, "DELETE", path, "");

    assertThat(got.status()).isEqualTo(204);
    assertThat(got.text()).isEmpty();
    assertThat(got.header("Content-Type")).isEmpty();
    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(api.send(Role.WRITE, "DELETE", path, "").json())
        .containsEntry("status", 404)
        .containsEntry("code", "job-not-found");
    assertThat(api.get(JOBS).json("total_items")).isEqualTo(0);
  }

  @Test
  void deleting_a_job_that_is_not_final_cancels_it_and_keeps_it() {
    var release = new CountDownLatch(1);
    api.system.startWorker("web-01", JobsApiTest.blocked(release));
    var path = submit(Role.WRITE, "demo.all.get", "web-01").header("Location");

    var got = api.send(Role.WRITE, "DELETE", path, "");

    assertThat(got.status()).isEqualTo(202);
    assertThat(got.json()).containsEntry("status", "cancelled");
    assertThat(api.get(path).json()).containsEntry("status", "cancelled");
    assertThat(api.send(Role.WRITE, "DELETE", path, "").status()).isEqualTo(204);
    release.countDown();
  }

  @ParameterizedTest
  @CsvSource({"POST, /retry", "POST, /cancel", "DELETE, ''"})
  void an_unknown_job_is_404_and_an_outage_503(String method, String below) {
    assertThat(api.send(Role.WRITE, method, NO_JOB + below, "").status()).isEqualTo(404);
    assertThat(api.send(Role.WRITE, method, JOBS + "/nonsense" + below, "").status())
        .isEqualTo(404);
    api.system.outage.begin();
    assertThat(api.send(Role.WRITE, method, NO_JOB + below, "").status()).isEqualTo(503);
  }

  @Test
  void the_same_submission_with_the_same_key_is_one_job() {
    api.system.startWorker("web-01", RunningApi.demo());
    var first = once("k 1", "{\"operation\":{\"type\":\"demo.all.get\"},\"target\":\"web-01\"}");

    var second =
        once(
            "k 1",
            "{ \"target\": \"web-01\", \"timeout\": null,"
                + " \"operation\": { \"type\": \"demo.all.get\" } }");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(api.system.jobs.jobs()).hasSize(1);
  }

  @Test
  void another_submission_with_the_same_key_is_refused() {
    api.system.startWorker("web-01", RunningApi.demo());
    once("k", "{\"operation\":{\"type\":\"demo.all.get\"}}");

    var got = once("k", "{\"operation\":{\"type\":\"demo.ping.do\"}}");

    assertThat(got.status()).isEqualTo(422);
    assertThat(got.json()).containsEntry("code", "idempotency-conflict");
    assertThat(once("other", "{\"operation\":{\"type\":\"demo.ping.do\"}}").status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "LONG"})
  void a_key_is_1_to_255_printable_characters(String key) {
    api.system.startWorker("web-01", RunningApi.demo());

    var got = once(key.equals("LONG") ? "a".repeat(256) : key, "{\"operation\":{}}");

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactlyInAnyOrder("header/Idempotency-Key", "/operation/type");
    assertThat(once("a".repeat(255), "{\"operation\":{\"type\":\"demo.all.get\"}}").status())
        .isEqualTo(201);
  }

  @Test
  void two_keys_are_one_too_many() {
    var got = api.post(JOBS, "{}", "Idempotency-Key", "a", "Idempotency-Key", "a");

    assertThat(got.text()).contains("header/Idempotency-Key", "duplicate-parameter");
  }

  private RunningApi.Got once(String key, String body) {
    return api.post(JOBS, body, "Idempotency-Key", key);
  }

  private RunningApi.Got submit(Role role, String operation, String target) {
    return api.send(
        role,
        "POST",
        JOBS,
        "{\"operation\":{\"type\":\"" + operation + "\"},\"target\":\"" + target + "\"}");
  }

  /** The path of a new job that is final. */
  private String finished(String operation, String target) {
    var path = submit(Role.WRITE, operation, target).header("Location");
    api.get(path, "Prefer", "wait=20");
    return path;
  }

  private static MemoryRunner failing() {
    return new MemoryRunner()
        .answering(
            DemoOperations.ALL_GET, _ -> new Answer.Failed(new Fault("command-failed", "exit 3")));
  }
}
