package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.bootstrap.config.Agent.AllowedCommand;
import io.osapi.domain.worker.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentSettingsTest extends ConfigurationFiles {

  @Test
  void without_the_section_a_worker_has_no_edge_side() {
    assertThat(load(Map.of(), NO_VALUES).settings().agent()).isEmpty();
    assertThat(load(Map.of(), NO_VALUES).settings().agentSubjectPrefix()).isEqualTo("agents");
  }

  @Test
  void one_key_turns_it_on_and_everything_else_is_refused_then() {
    var agent = load(file("agent: {location: hall 4}"), NO_VALUES, NO_VALUES).settings().agent();

    assertThat(agent)
        .hasValueSatisfying(found -> {
          assertThat(found.deviceId()).isEqualTo(new DeviceId("web-01"));
          assertThat(found.location()).isEqualTo("hall 4");
          assertThat(found.commands().scriptsDirectory()).isEmpty();
          assertThat(found.commands().allowedServices()).isEmpty();
          assertThat(found.commands().allowedCommands()).isEmpty();
          assertThat(found.commands().allowedLogPaths()).isEmpty();
          assertThat(found.commands().timeout()).isEqualTo(Duration.ofSeconds(30));
          assertThat(found.commands().maxConcurrent()).isEqualTo(4);
        });
  }

  @Test
  void a_full_section_is_read() {
    var file =
        file(
            """
            agent:
              device_id: pump_7
              subject_prefix: plant.agents
              commands:
                scripts_directory: /opt/scripts
                allowed_services: [nginx, getty@tty1.service]
                allowed_commands:
                  - df   -h
                  - command: df -h | grep 'a  b'
                    shell: true
                  - {command: uptime}
                allowed_log_paths: [/var/log/*.log]
                timeout: 5m
                max_concurrent: 1
            """);
    var agent = load(file, NO_VALUES, NO_VALUES).settings().agent().orElseThrow();

    assertThat(agent.deviceId()).isEqualTo(new DeviceId("pump_7"));
    assertThat(agent.subjectPrefix()).isEqualTo("plant.agents");
    assertThat(agent.commands().scriptsDirectory()).contains(Path.of("/opt/scripts"));
    assertThat(agent.commands().allowedServices()).containsExactly("nginx", "getty@tty1.service");
    assertThat(agent.commands().allowedCommands())
        .containsExactly(
            new AllowedCommand("df -h", false),
            new AllowedCommand("df -h | grep 'a  b'", true),
            new AllowedCommand("uptime", false));
    assertThat(agent.commands().allowedLogPaths()).containsExactly("/var/log/*.log");
  }

  @Test
  void the_environment_can_say_all_of_it_but_commas() {
    var environment = Map.of("OSAPI_AGENT_COMMANDS_ALLOWED_COMMANDS", "df -h,shell:df | tail -n 1");

    assertThat(
            load(environment, NO_VALUES)
                .settings()
                .agent()
                .orElseThrow()
                .commands()
                .allowedCommands())
        .containsExactly(
            new AllowedCommand("df -h", false), new AllowedCommand("df | tail -n 1", true));
  }

  /** As in subjects and keys: no two names share an id. */
  @ParameterizedTest
  @CsvSource({"web-01.lan,web-01_dlan", "web_01,web_u01", "web-01,web-01"})
  void the_id_is_that_of_the_host(String host, String id) {
    var flags = Map.of("job.worker.hostname", host, "agent.location", "x");

    assertThat(load(NO_VALUES, flags).settings().agent().orElseThrow().deviceId().value())
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device_id: a.b",
        "device_id: a>",
        "device_id: ''",
        "subject_prefix: a..b",
        "subject_prefix: a.*",
        "subject_prefix: $SYS",
        "subject_prefix: jobs",
        "subject_prefix: jobs.agents",
        "subject_prefix: osapi",
        "subject_prefix: dead.JOBS",
        "location: \"a\\nb\"",
        "commands: {allowed_services: [-x]}",
        "commands: {allowed_services: ['a b']}",
        "commands: {allowed_services: [a/b]}",
        "commands: {allowed_services: [{a: b}]}",
        "commands: {allowed_commands: ['']}",
        "commands: {allowed_commands: [\"a\\nb\"]}",
        "commands: {allowed_commands: [{shell: true}]}",
        "commands: {allowed_commands: [{command: a, shell: yes}]}",
        "commands: {allowed_commands: [{command: a, shel: true}]}",
        "commands: {allowed_commands: [[a]]}",
        "commands: {allowed_log_paths: [var/log/x]}",
        "commands: {allowed_log_paths: ['/var/**/x']}",
        "commands: {allowed_log_paths: [/var/../etc/shadow]}",
        "commands: {scripts_directory: scripts}",
        "commands: {timeout: 4s}",
        "commands: {timeout: 6m}",
        "commands: {max_concurrent: 0}"
      })
  void what_cannot_be_is_refused_with_its_line(String key) {
    var file = file("agent:\n  " + key);

    assertThat(faults(file)).singleElement().asString().startsWith(file + ":2: agent.");
  }

  @Test
  void the_text_that_is_shown_is_read_as_the_same() {
    var type = AgentTypes.COMMAND;
    for (var command :
        List.of(new AllowedCommand("a b", false), new AllowedCommand("a | b", true))) {
      assertThat(type.reader().apply(new Raw.Text(type.writer().apply(command))))
          .isEqualTo(command);
    }
  }
}
