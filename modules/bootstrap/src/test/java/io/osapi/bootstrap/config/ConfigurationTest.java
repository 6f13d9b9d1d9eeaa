package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osapi.bootstrap.logging.LogFormat;
import io.osapi.bootstrap.logging.LogLevel;
import io.osapi.domain.worker.HostName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest extends ConfigurationFiles {

  // ---- sources and their order

  @Test
  void the_environment_overrides_the_file_and_a_flag_overrides_both() {
    var file = file("job: {worker: {max_jobs: 1}}");
    var variable = Map.of("OSAPI_JOB_WORKER_MAX_JOBS", "2");
    var flag = Map.of("job.worker.max_jobs", "3");

    assertThat(load(file, NO_VALUES, NO_VALUES).settings().worker().maxJobs()).isEqualTo(1);
    assertThat(load(file, variable, NO_VALUES).settings().worker().maxJobs()).isEqualTo(2);
    assertThat(load(file, variable, flag).settings().worker().maxJobs()).isEqualTo(3);
  }

  @Test
  void show_says_where_each_value_came_from() {
    var file = file("debug: true\napi:\n  server:\n    port: 9000");
    var configuration = load(file, Map.of("OSAPI_NATS_SERVER_PORT", "4333"), NO_VALUES);

    assertThat(origin(configuration, "api.server.port")).isEqualTo(file + ":4");
    assertThat(origin(configuration, "nats.server.port")).isEqualTo("OSAPI_NATS_SERVER_PORT");
    assertThat(origin(configuration, "job.kv.ttl")).isEqualTo("default");
    assertThat(value(configuration, "job.kv.ttl")).isEqualTo("24h");
  }

  @Test
  void a_missing_default_file_is_fine_and_a_missing_named_one_is_a_fault() {
    assertThat(Sources.DEFAULT_FILE).doesNotExist();
    assertThat(load(Map.of(), NO_VALUES).settings().debug()).isFalse();

    assertThat(faults(directory.resolve("none.yaml")))
        .containsExactly(directory.resolve("none.yaml") + ": does not exist");
  }

  @Test
  void a_directory_is_not_a_configuration_file() {
    assertThat(faults(directory)).containsExactly(directory + ": is not a regular file");
  }

  @Test
  void variables_of_others_are_left_alone() {
    var environment = Map.of("PATH", "/bin", "OSAPIX", "1", "NATS_URL", "nats://other");

    assertThat(load(environment, NO_VALUES).settings().debug()).isFalse();
  }

  @Test
  void every_key_can_be_set_by_its_variable_without_a_file() {
    for (var key : Keys.all()) {
      var wrong = Map.of(key.variable(), "\u0000");
      var failure =
          catchThrowableOfType(ConfigurationException.class, () -> load(wrong, NO_VALUES));

      assertThat(failure.faults())
          .as(key.variable())
          .singleElement()
          .satisfies(fault -> {
            assertThat(fault.key()).isEqualTo(key.name());
            assertThat(fault.origin()).isEqualTo(new Origin.Environment(key.variable()));
          });
    }
  }

  // ---- faults

  @Test
  void all_faults_are_told_at_once_with_their_places() {
    var file =
        file(
            """
            api:
              server:
                port: 80800
                prot: 8080
            job:
              worker:
                max_jobs: many
            """);
    var failure =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                load(
                    file,
                    Map.of("OSAPI_DEBUG", "yes", "OSAPI_API_SEVER_PORT", "1"),
                    Map.of("job.worker.nats.prot", "1"),
                    Use.API));

    assertThat(failure.faults().stream().map(Fault::text))
        .containsExactly(
            file + ":3: api.server.port: must be a whole number from 0 to 65535, not '80800'",
            file
                + ":4: api.server.prot: is not a key; did you mean api.server.port,"
                + " api.server.host, api.server.nats?",
            file + ":7: job.worker.max_jobs: must be a whole number from 1 to 1000, not 'many'",
            "OSAPI_API_SEVER_PORT: is not the variable of a key; did you mean OSAPI_API_SERVER_PORT,"
                + " OSAPI_API_SERVER_HOST, OSAPI_NATS_SERVER_PORT?",
            "OSAPI_DEBUG: debug: must be true or false, not 'yes'",
            "command line: job.worker.nats.prot: is not a key; did you mean job.worker.nats.port,"
                + " job.worker.nats.host, job.worker.nats.url?",
            "api.server.security.signing_key: is needed; set it or"
                + " api.server.security.signing_key_file, or OSAPI_API_SERVER_SECURITY_SIGNING_KEY");
    assertThat(failure).hasMessageStartingWith("The configuration has 7 faults:\n  " + file + ":3");
  }

  @Test
  void a_value_that_is_overridden_must_be_right_too() {
    var file = file("job: {worker: {max_jobs: 0}}");

    assertThatThrownBy(() -> load(file, Map.of("OSAPI_JOB_WORKER_MAX_JOBS", "2"), NO_VALUES))
        .hasMessageContaining("must be a whole number from 1 to 1000, not '0'");
  }

  @Test
  void what_was_given_cannot_break_the_line_of_its_fault() {
    assertThatThrownBy(() -> load(Map.of("OSAPI_DEBUG", "no\n\u001b[2Jok"), NO_VALUES))
        .hasMessageEndingWith("not 'no\\n\\u001b[2Jok'");
  }

  @Test
  void certificate_and_key_go_together() {
    assertThatThrownBy(() -> load(Map.of("OSAPI_API_SERVER_TLS_CERT_FILE", "/c.pem"), NO_VALUES))
        .hasMessageContaining("api.server.tls.cert_file: needs api.server.tls.key_file too");
    assertThatThrownBy(() -> load(Map.of("OSAPI_JOB_WORKER_NATS_TLS_KEY_FILE", "/k"), NO_VALUES))
        .hasMessageContaining("job.worker.nats.tls.key_file: needs job.worker.nats.tls.cert_file");
  }

  @Test
  void the_otlp_exporter_needs_its_endpoint_once_tracing_is_on() {
    var exporter = Map.of("telemetry.tracing.exporter", "otlp");

    assertThat(load(Map.of("OSAPI_TELEMETRY_TRACING_ENABLED", "false"), exporter)).isNotNull();
    assertThatThrownBy(() -> load(Map.of("OSAPI_TELEMETRY_TRACING_ENABLED", "true"), exporter))
        .hasMessageContaining("needs telemetry.tracing.otlp_endpoint too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://collector:4317", "https://10.0.0.1:4317/", "grpc://collector:9999"})
  void an_endpoint_of_grpc_is_refused_with_the_one_that_would_do(String endpoint) {
    assertThatThrownBy(() -> load(NO_VALUES, Map.of("telemetry.tracing.otlp_endpoint", endpoint)))
        .hasMessageContaining("gRPC")
        .hasMessageContaining(":4318");
  }

  @Test
  void there_are_no_more_waits_than_deliveries() {
    assertThatThrownBy(() -> load(Map.of("OSAPI_JOB_CONSUMER_MAX_DELIVER", "4"), NO_VALUES))
        .hasMessageContaining("job.consumer.max_deliver: leaves 5 waits for 4 deliveries");
  }

  // ---- what the areas say

  @Test
  void defaults_depend_on_who_runs_the_process_and_where() {
    var user = load(NO_VALUES, NO_VALUES).settings();
    var root =
        Configuration.load(
                new Sources(Optional.empty(), NO_VALUES, NO_VALUES, ROOT_ON_TERMINAL), Set.of())
            .settings();

    assertThat(user.nats().storeDir()).hasToString("/home/ada/.local/state/osapi/nats");
    assertThat(user.worker().stateDir()).hasToString("/home/ada/.local/state/osapi/worker");
    assertThat(user.telemetry().logging().format()).isEqualTo(LogFormat.JSON);
    assertThat(root.nats().storeDir()).hasToString("/var/lib/osapi/nats");
    assertThat(root.worker().stateDir()).hasToString("/var/lib/osapi/worker");
    assertThat(root.telemetry().logging().format()).isEqualTo(LogFormat.TEXT);
  }

  @Test
  void the_user_of_the_services_keeps_state_where_root_does() {
    var service = new Surroundings(false, Path.of("/var/lib/osapi"), "web-01", false);
    var settings =
        Configuration.load(new Sources(Optional.empty(), NO_VALUES, NO_VALUES, service), Set.of())
            .settings();

    assertThat(settings.nats().storeDir()).hasToString("/var/lib/osapi/nats");
    assertThat(settings.natsStateDir()).hasToString("/var/lib/osapi/broker");
  }

  @Test
  void a_path_below_the_home_is_completed() {
    var settings = load(NO_VALUES, Map.of("nats.server.store_dir", "~/nats")).settings();

    assertThat(settings.nats().storeDir()).hasToString("/home/ada/nats");
  }

  @Test
  void a_worker_needs_a_name_where_the_system_has_no_usable_one() {
    var nameless = new Surroundings(false, Path.of("/home/ada"), "(none)", false);
    var sources = new Sources(Optional.empty(), NO_VALUES, NO_VALUES, nameless);

    assertThat(Configuration.load(sources, Set.of(Use.NATS)).shown()).isNotEmpty();
    assertThatThrownBy(() -> Configuration.load(sources, Set.of(Use.WORKER)))
        .hasMessageContaining("job.worker.hostname: is needed");
    assertThat(load(NO_VALUES, NO_VALUES, Use.WORKER).settings().worker().hostname())
        .isEqualTo(new HostName("web-01"));
  }

  @Test
  void nats_is_found_by_host_and_port_or_by_urls() {
    var urls = Map.of("job.worker.nats.url", "nats://a:1, tls://b:2");

    assertThat(load(NO_VALUES, NO_VALUES).settings().worker().nats().servers())
        .containsExactly(URI.create("nats://localhost:4222"));
    assertThat(
            load(NO_VALUES, Map.of("job.worker.nats.host", "::1"))
                .settings()
                .worker()
                .nats()
                .servers())
        .containsExactly(URI.create("nats://[::1]:4222"));
    assertThat(load(NO_VALUES, urls).settings().worker().nats().servers())
        .containsExactly(URI.create("nats://a:1"), URI.create("tls://b:2"));
  }

  @Test
  void of_a_url_and_a_host_the_later_source_wins() {
    var url = file("api: {server: {nats: {url: 'nats://file:1'}}}");
    var host = file("host.yaml", "api: {server: {nats: {host: file}}}", "rw-------");
    var key = Map.of("api.server.security.signing_key", SIGNING_KEY);

    assertThat(
            load(url, Map.of("OSAPI_API_SERVER_NATS_HOST", "variable"), key)
                .settings()
                .api()
                .nats()
                .servers())
        .containsExactly(URI.create("nats://variable:4222"));
    assertThat(
            load(host, Map.of("OSAPI_API_SERVER_NATS_URL", "nats://variable:1"), key)
                .settings()
                .api()
                .nats()
                .servers())
        .containsExactly(URI.create("nats://variable:1"));
    assertThatThrownBy(() ->
            load(
                NO_VALUES,
                Map.of("api.server.nats.url", "nats://a:1", "api.server.nats.port", "2")))
        .hasMessageContaining("cannot stand beside api.server.nats.port");
  }

  @Test
  void debug_lowers_the_log_level_unless_one_was_asked_for() {
    var debug = Map.of("debug", "true");
    var warn = Map.of("OSAPI_TELEMETRY_LOGGING_LEVEL", "warn");

    assertThat(level(load(NO_VALUES, NO_VALUES))).isEqualTo(LogLevel.INFO);
    assertThat(level(load(NO_VALUES, debug))).isEqualTo(LogLevel.DEBUG);
    assertThat(level(load(warn, debug))).isEqualTo(LogLevel.WARN);
  }

  @Test
  void labels_and_lists_come_from_yaml_and_from_text() {
    var yaml =
        file(
            """
            job:
              worker:
                labels:
                  group: web.dev
                  zone: 1
              consumer:
                back_off: [1s, 1m]
            """);
    var text =
        Map.of(
            "OSAPI_JOB_WORKER_LABELS", "group=web.dev, zone=1",
            "OSAPI_JOB_CONSUMER_BACK_OFF", "1s,1m");

    for (var settings :
        List.of(load(yaml, NO_VALUES, NO_VALUES).settings(), load(text, NO_VALUES).settings())) {
      assertThat(settings.worker().labels().values())
          .isEqualTo(Map.of("group", "web.dev", "zone", "1"));
      assertThat(settings.job().consumer().backOff())
          .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
  }
}
