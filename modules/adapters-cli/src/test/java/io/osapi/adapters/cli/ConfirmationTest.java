package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final String[] CHANGE_ALL = {
    "client", "network", "dns", "update", "--interface-name", "eth0", "-T", "_all"
  };

  private final RecordedApi api = new RecordedApi();

  @BeforeEach
  void record() {
    var done = "{\"results\":[{\"hostname\":\"web-01\",\"status\":\"ok\",\"changed\":true}]}";
    api.on("GET /api/v1/workers", 200, Recorded.WORKERS)
        .on("PUT /api/v1/network/dns?target=_all", 200, done)
        .on("PUT /api/v1/network/dns?target=web-01", 200, done)
        .on("PUT /api/v1/network/dns?target=group%3Aweb", 200, done)
        .on("GET /api/v1/system/hostname?target=_all", 200, done)
        .on("POST /api/v1/jobs", 201, Recorded.JOB_CREATED);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_change_of_all_hosts_asks_on_a_terminal_and_counts_the_live_ones() {
    var outcome = Shell.at(api).onTerminal(80).typing("y\n").run(CHANGE_ALL);

    assertThat(outcome.err()).startsWith("This will change DNS on 2 hosts. Continue? [y/N] ");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void anything_but_yes_changes_nothing() {
    for (var answer : new String[] {"n\n", "\n", "", "maybe\n"}) {
      var outcome = Shell.at(api).onTerminal(80).typing(answer).run(CHANGE_ALL);

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).contains("Nothing was changed.");
    }
    assertThat(api.asked()).allMatch(asked -> asked.line().equals("GET /api/v1/workers"));
  }

  @Test
  void a_label_counts_the_hosts_below_it() {
    var outcome =
        Shell.at(api)
            .onTerminal(80)
            .typing("yes\n")
            .run("client", "network", "dns", "update", "--interface-name", "e", "-T", "group:web");

    assertThat(outcome.err()).contains("on 2 hosts");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void without_a_terminal_yes_must_be_said() {
    var refused = Shell.at(api).run(CHANGE_ALL);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--yes");
    assertThat(api.asked()).isEmpty();

    var words = new java.util.ArrayList<>(java.util.List.of(CHANGE_ALL));
    words.add("--yes");
    assertThat(Shell.at(api).run(words.toArray(String[]::new)).code()).isZero();
  }

  @Test
  void one_host_or_a_question_needs_no_confirmation() {
    assertThat(
            Shell.at(api)
                .run("client", "network", "dns", "update", "--interface-name", "e", "-T", "web-01")
                .code())
        .isZero();
    assertThat(Shell.at(api).run("client", "system", "hostname", "-T", "_all").code()).isZero();
  }

  @Test
  void a_job_for_all_hosts_asks_as_well_wherever_its_target_stands() {
    var json =
        "{\"operation\":{\"type\":\"network.dns.update\",\"data\":{}},\"target\":\"group:web\"}";

    var outcome = Shell.at(api).typing(json).run("client", "job", "add", "--json-file", "-");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--yes");
    assertThat(api.asked()).isEmpty();
  }
}
