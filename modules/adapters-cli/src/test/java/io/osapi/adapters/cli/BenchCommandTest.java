package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  private static final String SUBMIT = "POST /api/v1/jobs";
  private static final String READ = "GET /api/v1/jobs/" + Recorded.JOB_ID;

  private final RecordedApi api = new RecordedApi();

  @BeforeEach
  void hasOperations() {
    api.on("GET /api/v1/operations", 200, Recorded.OPERATIONS);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void each_job_is_submitted_and_waited_for() {
    api.on(SUBMIT, 201, Recorded.JOB_CREATED).on(READ, 200, Recorded.JOB_COMPLETED);

    var outcome = bench("jobs", "--count", "7", "--concurrency", "3", "-T", "_all");

    assertThat(outcome.code()).isZero();
    assertThat(asked(SUBMIT))
        .hasSize(7)
        .allSatisfy(asked ->
            assertThat(asked.body())
                .contains("\"type\":\"system.hostname.get\"")
                .contains("\"target\":\"_all\"")
                .contains("\"expires_in\":\"PT1M\""));
    assertThat(asked(READ))
        .hasSize(7)
        .allSatisfy(asked -> assertThat(asked.prefer()).contains("wait=20"));
    assertThat(outcome.out())
        .containsPattern("STEP +JOBS +P50_MS +P90_MS +P99_MS +MAX_MS +PER_SECOND")
        .containsPattern("submitted +7 ")
        .containsPattern("answered +7 ")
        .containsPattern("completed +7\n");
    assertThat(outcome.err()).startsWith("7 jobs in ").endsWith(": 7 completed\n");
  }

  @Test
  void a_job_that_is_not_final_yet_is_asked_for_again() {
    api.on(SUBMIT, 201, Recorded.JOB_CREATED)
        .on(READ, 200, Recorded.JOB_PROCESSING)
        .on(READ, 200, Recorded.JOB_COMPLETED);

    assertThat(bench("jobs", "--count", "1").code()).isZero();
    assertThat(asked(READ)).hasSize(2);
  }

  @Test
  void nobody_waits_with_no_wait() {
    api.on(SUBMIT, 201, Recorded.JOB_CREATED);

    var outcome = bench("jobs", "--count", "4", "--no-wait", "--json");

    assertThat(outcome.code()).isZero();
    assertThat(asked(READ)).isEmpty();
    assertThat(outcome.out())
        .contains("\"step\": \"submitted\"")
        .containsPattern("\"p99_ms\": \\d+\\.\\d+")
        .doesNotContain("answered");
  }

  @Test
  void failures_are_counted_by_status_and_the_worst_gives_the_code() {
    api.on(SUBMIT, 201, Recorded.JOB_CREATED)
        .on(SUBMIT, 201, Recorded.JOB_CREATED)
        .on(SUBMIT, 503, Recorded.problem(503, "queue-full", "The queue is full"))
        .on(READ, 200, Recorded.JOB_COMPLETED)
        .on(READ, 200, Recorded.JOB_PARTLY_FAILED);

    var outcome = bench("jobs", "--count", "5", "--concurrency", "1");

    assertThat(outcome.code()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(outcome.out())
        .containsPattern("503 queue-full +3\n")
        .containsPattern("completed +1\n")
        .containsPattern("partial_failure +1\n");
  }

  @Test
  void hosts_that_failed_are_3() {
    api.on(SUBMIT, 201, Recorded.JOB_CREATED).on(READ, 200, Recorded.JOB_PARTLY_FAILED);

    assertThat(bench("jobs", "--count", "2").code()).isEqualTo(Exit.HOSTS_FAILED);
  }

  @Test
  void what_would_be_refused_again_is_not_tried_again() {
    api.on(SUBMIT, 403, Recorded.NOT_PERMITTED);

    var outcome = bench("jobs", "--count", "1000", "--concurrency", "2");

    assertThat(outcome.code()).isEqualTo(Exit.FORBIDDEN);
    assertThat(asked(SUBMIT)).hasSizeLessThan(10);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void an_operation_that_does_more_than_read_needs_a_yes() {
    api.on(SUBMIT, 201, Recorded.JOB_CREATED).on(READ, 200, Recorded.JOB_COMPLETED);

    var refused = bench("jobs", "--operation", "network.dns.update", "--count", "1");
    assertThat(refused.code()).isEqualTo(Exit.USAGE);
    assertThat(refused.err()).contains("does more than read").contains("--yes");
    assertThat(asked(SUBMIT)).isEmpty();

    var data = "{\"interface\":\"eth0\"}";
    assertThat(
            bench("jobs", "--operation", "network.dns.update", "--data", data, "-y", "--count", "1")
                .code())
        .isZero();
    assertThat(asked(SUBMIT))
        .singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"data\":" + data));
  }

  @Test
  void a_mistyped_operation_is_2_and_the_nearest_is_named() {
    var outcome = bench("jobs", "--operation", "system.hostnme.get");

    assertThat(outcome.code()).isEqualTo(Exit.USAGE);
    assertThat(outcome.err()).contains("did you mean system.hostname.get?");
  }

  @Test
  void options_that_cannot_be_are_2_before_anything_is_asked() {
    for (var options :
        List.of(
            List.of("jobs", "--count", "0"),
            List.of("jobs", "--concurrency", "1001"),
            List.of("jobs", "--rate", "0"),
            List.of("jobs", "--rate", "fast"),
            List.of("jobs", "--wait", "--no-wait"),
            List.of("workers", "--count", "100001"),
            List.of("workers", "--failure-rate", "1.1"),
            List.of("workers", "--prefix", "-a"),
            List.of("workers", "--prefix", "a b"),
            List.of("workers", "--label", "group"),
            List.of("workers", "--heartbeat-interval", "10ms"),
            List.of("workers", "--delay", "2h"),
            List.of("workers", "--max-jobs", "0"))) {
      assertThat(bench(options.toArray(String[]::new)).code()).as("%s", options).isEqualTo(2);
    }
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void workers_are_emulated_as_asked_and_their_totals_are_data() {
    var shell = Shell.at(api);

    var outcome =
        shell.run(
            ("bench workers --count 20 --connections 2 --prefix lab- --label group=web.dev --label"
                    + " site=a --delay 5ms --failure-rate 0.01 --heartbeat-interval 2s --telemetry-interval 30s"
                    + " --max-jobs 3")
                .split(" "));

    assertThat(outcome.code()).isZero();
    assertThat(shell.product().emulated)
        .contains(
            new Cli.Emulation(
                20,
                2,
                "lab-",
                new Labels(Map.of("group", "web.dev", "site", "a")),
                Duration.ofMillis(5),
                0.01,
                Duration.ofSeconds(2),
                Optional.of(Duration.ofSeconds(30)),
                3));
    assertThat(outcome.out())
        .isEqualTo(
            """
            WORKERS  OPERATIONS  FAILED
                 20          12       3
            """);
    assertThat(outcome.err()).startsWith("20 emulated workers beat; Ctrl-C ends.");
  }

  private Shell.Outcome bench(String... words) {
    var all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(words));
    return Shell.at(api).run(all.toArray(String[]::new));
  }

  private List<RecordedApi.Asked> asked(String line) {
    return api.asked().stream().filter(asked -> asked.line().equals(line)).toList();
  }
}
