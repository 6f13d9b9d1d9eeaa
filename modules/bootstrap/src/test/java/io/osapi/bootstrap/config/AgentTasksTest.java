package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.telemetry.EdgeTask;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentTasksTest extends ConfigurationFiles {

  @Test
  void all_tasks_with_something_to_tell_are_on() {
    assertThat(tasks("location: hall 4").intervals())
        .isEqualTo(
            Map.of(
                EdgeTask.HEARTBEAT, Duration.ofMinutes(1),
                EdgeTask.SYSTEM_METRICS, Duration.ofMinutes(5),
                EdgeTask.INVENTORY, Duration.ofHours(24)));
    assertThat(tasks("location: hall 4").exporter()).isEmpty();
  }

  @Test
  void a_task_can_be_switched_off_and_have_another_interval() {
    var tasks =
        tasks(
            "tasks: {heartbeat: {enabled: false}, inventory: {interval: 1h},"
                + " service_check: {services: [nginx, cron]}}");

    assertThat(tasks.intervals())
        .isEqualTo(
            Map.of(
                EdgeTask.SYSTEM_METRICS, Duration.ofMinutes(5),
                EdgeTask.SERVICE_CHECK, Duration.ofMinutes(1),
                EdgeTask.INVENTORY, Duration.ofHours(1)));
    assertThat(tasks.services()).containsExactly("nginx", "cron");
  }

  @Test
  void the_exporter_is_asked_only_where_it_is_the_source() {
    var url = "exporter_url: \"http://localhost:9100/metrics\"";

    assertThat(tasks("tasks: {system_metrics: {source: exporter, " + url + "}}").exporter())
        .hasValue(URI.create("http://localhost:9100/metrics"));
    assertThat(tasks("tasks: {system_metrics: {" + url + "}}").exporter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "system_metrics: {interval: 29s} | agent.tasks.system_metrics.interval: must be a duration",
        "heartbeat: {interval: 9s} | agent.tasks.heartbeat.interval: must be a duration",
        "system_metrics: {source: exporter} | agent.tasks.system_metrics.source: needs agent.tasks.system_metrics.exporter_url too",
        "system_metrics: {source: oshi} | must be one of builtin, exporter",
        "service_check: {services: [-x]} | agent.tasks.service_check.services"
      })
  void what_cannot_be_is_refused(String tasks, String complaint) {
    assertThat(faults(file("agent: {tasks: {" + tasks + "}}")))
        .singleElement()
        .asString()
        .contains(complaint);
  }

  private AgentTasks tasks(String section) {
    return load(file("agent: {" + section + "}"), NO_VALUES, NO_VALUES)
        .settings()
        .agent()
        .orElseThrow()
        .tasks();
  }
}
