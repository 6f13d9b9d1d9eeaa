package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final Surroundings USER =
      new Surroundings(false, Path.of("/home/ada"), "web-01", false);

  /** What users rely on: a key or a default that changes here breaks somebody's set-up. */
  private static final String KEYS_AND_DEFAULTS =
      """
      debug = false
      api.client.url = http://localhost:8080
      api.client.security.bearer_token =
      api.client.ca_file =
      api.server.host = 0.0.0.0
      api.server.port = 8080
      api.server.nats.host = localhost
      api.server.nats.port = 4222
      api.server.nats.url =
      api.server.nats.urls =
      api.server.nats.client_name = osapi-api
      api.server.nats.credentials_file =
      api.server.nats.creds_file =
      api.server.nats.nkey_file =
      api.server.nats.token =
      api.server.nats.username =
      api.server.nats.password =
      api.server.nats.tls.ca_file =
      api.server.nats.tls.cert_file =
      api.server.nats.tls.key_file =
      api.server.security.signing_key =
      api.server.security.signing_keys =
      api.server.security.cors.allow_origins =
      api.server.rate_limit.read = 500
      api.server.rate_limit.write = 200
      api.server.rate_limit.admin = 50
      api.server.rate_limit.on_loopback = false
      api.server.tls.cert_file =
      api.server.tls.key_file =
      nats.server.host = 127.0.0.1
      nats.server.port = 4222
      nats.server.store_dir = /home/ada/.local/state/osapi/nats
      nats.server.binary =
      nats.server.sync_interval = 100ms
      nats.server.tls.cert_file =
      nats.server.tls.key_file =
      nats.server.tls.ca_file =
      nats.state_dir = /home/ada/.local/state/osapi/broker
      telemetry.tracing.enabled = false
      telemetry.tracing.exporter = stdout
      telemetry.tracing.otlp_endpoint =
      telemetry.logging.format = json
      telemetry.logging.level = info
      telemetry.stream.name = TELEMETRY
      telemetry.stream.max_age = 7d
      telemetry.stream.max_msgs_per_subject = 10000
      telemetry.stream.max_bytes = 512MiB
      telemetry.stream.storage = file
      telemetry.stream.replicas = 1
      job.stream_name = JOBS
      job.stream_subjects = jobs.>
      job.kv_bucket = job-queue
      job.kv_response_bucket = job-responses
      job.consumer_name = jobs-worker
      job.stream.max_age = 24h
      job.stream.max_msgs = 1000000
      job.stream.storage = file
      job.stream.replicas = 1
      job.stream.discard = new
      job.consumer.max_deliver = 5
      job.consumer.ack_wait = 2m
      job.consumer.max_ack_pending = 1000
      job.consumer.replay_policy = instant
      job.consumer.back_off = 30s,2m,5m,15m,30m
      job.kv.ttl = 24h
      job.kv.max_bytes = 1GiB
      job.kv.storage = file
      job.kv.replicas = 1
      job.dlq.max_age = 7d
      job.dlq.max_msgs = 1000
      job.dlq.storage = file
      job.dlq.replicas = 1
      job.worker.nats.host = localhost
      job.worker.nats.port = 4222
      job.worker.nats.url =
      job.worker.nats.urls =
      job.worker.nats.client_name = osapi-job-worker
      job.worker.nats.credentials_file =
      job.worker.nats.creds_file =
      job.worker.nats.nkey_file =
      job.worker.nats.token =
      job.worker.nats.username =
      job.worker.nats.password =
      job.worker.nats.tls.ca_file =
      job.worker.nats.tls.cert_file =
      job.worker.nats.tls.key_file =
      job.worker.queue_group = job-workers
      job.worker.hostname = web-01
      job.worker.max_jobs = 10
      job.worker.labels =
      job.worker.heartbeat_interval = 10s
      job.worker.state_dir = /home/ada/.local/state/osapi/worker
      job.worker.metrics.port = 0
      job.worker.metrics.host = 127.0.0.1
      agent.device_id =
      agent.location =
      agent.subject_prefix = agents
      agent.commands.scripts_directory =
      agent.commands.allowed_services =
      agent.commands.allowed_commands =
      agent.commands.allowed_log_paths =
      agent.commands.timeout = 30s
      agent.commands.max_concurrent = 4
      agent.tasks.heartbeat.enabled = true
      agent.tasks.heartbeat.interval = 1m
      agent.tasks.system_metrics.enabled = true
      agent.tasks.system_metrics.interval = 5m
      agent.tasks.system_metrics.source = builtin
      agent.tasks.system_metrics.exporter_url =
      agent.tasks.service_check.enabled = true
      agent.tasks.service_check.interval = 1m
      agent.tasks.service_check.services =
      agent.tasks.inventory.enabled = true
      agent.tasks.inventory.interval = 24h
      """;

  @Test
  void the_keys_and_their_defaults_are_those_that_users_rely_on() {
    var shown =
        defaults().entrySet().stream()
            .map(entry -> (entry.getKey() + " = " + entry.getValue()).strip())
            .collect(Collectors.joining("\n", "", "\n"));

    assertThat(shown).isEqualTo(KEYS_AND_DEFAULTS);
  }

  @Test
  void every_default_can_be_given_as_text() {
    var given = defaults();
    given.values().removeIf(String::isEmpty);
    var sources = new Sources(Optional.empty(), Map.of(), given, USER);

    // Host and port are given now, and so is every other default; nothing else changes.
    assertThat(Configuration.load(sources, Set.of()).shown())
        .filteredOn(shown -> given.containsKey(shown.key()))
        .allSatisfy(shown -> {
          assertThat(shown.origin()).isEqualTo(new Origin.Flag());
          assertThat(shown.value()).isEqualTo(given.get(shown.key()));
        });
  }

  @Test
  void every_key_says_what_it_is_in_one_line() {
    assertThat(Keys.all())
        .allSatisfy(
            key -> assertThat(key.about()).isNotBlank().doesNotContain("\n").doesNotEndWith("."));
  }

  @Test
  void variables_are_derived_from_names() {
    assertThat(Keys.API_PORT.variable()).isEqualTo("OSAPI_API_SERVER_PORT");
    assertThat(Keys.SIGNING_KEY.fileName()).contains("api.server.security.signing_key_file");
    assertThat(Keys.API_PORT.fileName()).isEmpty();
  }

  @Test
  void the_surroundings_of_this_process_can_be_told() {
    var surroundings = Surroundings.ofThisProcess();

    assertThat(surroundings.isRoot()).isEqualTo("root".equals(System.getProperty("user.name")));
    assertThat(surroundings.home()).isAbsolute();
    assertThat(surroundings.hostName()).isNotBlank();
  }

  private static Map<String, String> defaults() {
    var sources = new Sources(Optional.empty(), Map.of(), Map.of(), USER);
    var defaults = new LinkedHashMap<String, String>();
    Configuration.load(sources, Set.of())
        .shown()
        .forEach(shown -> defaults.put(shown.key(), shown.value()));
    return defaults;
  }
}
