package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.osapi.domain.job.JobStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages and counts of jobs. */
class JobListApiTest {
  private static final String JOBS = "/api/v1/jobs";
  private static final Pattern LINK = Pattern.compile("<([^>]+)>; rel=\"(next|prev)\"");

  private final RunningApi api = new RunningApi();

  @BeforeEach
  void startWorkers() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.startWorker("web-02", RunningApi.demo());
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void without_jobs_there_is_an_empty_page() {
    var got = api.get(JOBS);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json()).isEqualTo(Map.of("total_items", 0, "items", List.of()));
    assertThat(got.header("Link")).isEmpty();
  }

  @Test
  void jobs_come_newest_first_and_ten_at_a_time() {
    var ids = submit(12, "demo.all.get", "_any");

    var got = api.get(JOBS);

    assertThat(got.json("total_items")).isEqualTo(12);
    assertThat(got.json("items"))
        .asInstanceOf(LIST)
        .extracting("id")
        .isEqualTo(ids.reversed().subList(0, 10));
  }

  @Test
  void an_item_is_a_job_without_what_its_workers_said() {
    var id = submit(1, "demo.all.get", "web-01").getFirst();
    var whole = finished(id);

    assertThat(api.get(JOBS).json("items"))
        .asInstanceOf(LIST)
        .singleElement()
        .asInstanceOf(MAP)
        .doesNotContainKeys("timeline", "responses", "result")
        .allSatisfy((member, value) -> assertThat(whole).containsEntry((String) member, value))
        .containsKeys("id", "status", "operation", "target", "created_at", "workers");
  }

  @Test
  void links_lead_through_all_pages_and_keep_the_other_parameters() {
    var ids = submit(5, "demo.all.get", "_any");
    submit(1, "demo.ping.do", "_any");

    var first = api.get(JOBS + "?limit=2&operation=demo.all.get");
    var second = api.get(link(first, "next"));
    var third = api.get(link(second, "next"));

    assertThat(link(first, "next")).contains("operation=demo.all.get", "limit=2", "offset=2");
    assertThat(ids(first)).isEqualTo(ids.reversed().subList(0, 2));
    assertThat(ids(second)).isEqualTo(ids.reversed().subList(2, 4));
    assertThat(ids(third)).isEqualTo(ids.reversed().subList(4, 5));
    assertThat(link(first, "prev")).isEmpty();
    assertThat(link(third, "next")).isEmpty();
    assertThat(ids(api.get(link(third, "prev")))).isEqualTo(ids(second));
  }

  @Test
  void a_page_after_the_last_is_empty_and_leads_back() {
    submit(1, "demo.all.get", "_any");

    var got = api.get(JOBS + "?offset=2147483647&limit=1000");

    assertThat(got.json("total_items")).isEqualTo(1);
    assertThat(ids(got)).isEmpty();
    assertThat(link(got, "next")).isEmpty();
    assertThat(link(got, "prev")).contains("offset=2147482647");
  }

  @Test
  void every_filter_narrows_the_list() {
    var all = submit(1, "demo.all.get", "_all").getFirst();
    var ping = submit(1, "demo.ping.do", "web-02").getFirst();
    finished(all);
    var created = (String) finished(ping).get("created_at");

    assertThat(ids(api.get(JOBS + "?operation=demo.ping.do"))).containsExactly(ping);
    assertThat(ids(api.get(JOBS + "?target=_all"))).containsExactly(all);
    assertThat(ids(api.get(JOBS + "?worker=web-01"))).containsExactly(all);
    assertThat(ids(api.get(JOBS + "?worker=web-02"))).containsExactly(ping, all);
    assertThat(ids(api.get(JOBS + "?status=completed"))).containsExactly(ping, all);
    assertThat(ids(api.get(JOBS + "?status=failed"))).isEmpty();
    assertThat(ids(api.get(JOBS + "?since=" + created))).contains(ping);
    assertThat(ids(api.get(JOBS + "?until=2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(ids(api.get(JOBS + "?since=2020-01-01T00:00:00Z&worker=web-01&status=completed")))
        .containsExactly(all);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,          query/limit,     out-of-range",
    "limit=1001,       query/limit,     out-of-range",
    "limit=ten,        query/limit,     wrong-type",
    "limit=,           query/limit,     wrong-type",
    "limit=1&limit=2,  query/limit,     duplicate-parameter",
    "offset=-1,        query/offset,    out-of-range",
    "offset=2147483648, query/offset,   out-of-range",
    "offset=1.5,       query/offset,    wrong-type",
    "status=done,      query/status,    unknown-value",
    "status=COMPLETED, query/status,    unknown-value",
    "operation=nothing, query/operation, bad-format",
    "target=a%20b,     query/target,    bad-format",
    "worker=_any,      query/worker,    bad-format",
    "since=yesterday,  query/since,     bad-format",
    "until=2026-13-01T00:00:00Z, query/until, bad-format",
    "page=2,           query/page,      unknown-parameter",
  })
  void every_fault_of_a_parameter_is_pointed_at(String query, String pointer, String code) {
    var got = api.get(JOBS + "?" + query);

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
    assertThat(api.get(JOBS + "?limit=0&target=a%20b&worker=-&since=x").json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactlyInAnyOrder("query/limit", "query/target", "query/worker", "query/since");
  }

  @Test
  void counts_have_every_status_and_each_operation() {
    var ids = submit(2, "demo.all.get", "_any");
    ids.forEach(this::finished);

    var got = api.get(JOBS + "/status");

    assertThat(got.json())
        .containsEntry("total_jobs", 2)
        .containsEntry("operation_counts", Map.of("demo.all.get", 2))
        .containsEntry("dlq_count", 0);
    assertThat(got.json("status_counts"))
        .asInstanceOf(MAP)
        .containsOnlyKeys(Arrays.stream(JobStatus.values()).map(JobStatus::text).toArray())
        .containsEntry("completed", 2)
        .containsEntry("failed", 0);
  }

  @Test
  void an_outage_is_503() {
    api.system.outage.begin();

    assertThat(api.get(JOBS).json()).containsEntry("code", "unavailable");
    assertThat(api.get(JOBS + "/status").status()).isEqualTo(503);
  }

  private List<String> submit(int jobs, String operation, String target) {
    var body = "{\"operation\":{\"type\":\"" + operation + "\"},\"target\":\"" + target + "\"}";
    return IntStream.range(0, jobs)
        .mapToObj(_ -> (String) api.post(JOBS, body).json("job_id"))
        .toList();
  }

  private Map<String, Object> finished(String id) {
    return api.get(JOBS + "/" + id, "Prefer", "wait=20").json();
  }

  private static List<Object> ids(RunningApi.Got page) {
    assertThat(page.status()).isEqualTo(200);
    return ((List<?>) page.json("items"))
        .stream().<Object>map(item -> ((Map<?, ?>) item).get("id")).toList();
  }

  private static String link(RunningApi.Got page, String relation) {
    return LINK.matcher(page.header("Link"))
        .results()
        .filter(match -> match.group(2).equals(relation))
        .map(match -> match.group(1))
        .findFirst()
        .orElse("");
  }
}
