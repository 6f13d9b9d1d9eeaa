package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalCommandTest {
  private final Shell shell = new Shell();

  @Test
  void each_role_has_its_command() {
    assertThat(started("start")).isEqualTo(Cli.ProcessRole.ALL);
    assertThat(started("nats", "server", "start")).isEqualTo(Cli.ProcessRole.NATS);
    assertThat(started("api", "server", "start")).isEqualTo(Cli.ProcessRole.API);
    assertThat(started("job", "worker", "start")).isEqualTo(Cli.ProcessRole.WORKER);
  }

  @Test
  void flags_become_settings() {
    shell.run("api", "server", "start", "-p", "9090", "-f", "/tmp/osapi.yaml", "-d");

    assertThat(shell.product().startedWith).isEqualTo(Map.of("api.server.port", "9090"));
    assertThat(shell.product().globals.orElseThrow().osapiFile())
        .contains(Path.of("/tmp/osapi.yaml"));
    assertThat(shell.product().globals.orElseThrow().debug()).isTrue();
  }

  @Test
  void labels_are_collected() {
    shell.run(
        "job",
        "worker",
        "start",
        "--label",
        "group=web.dev",
        "--label",
        "site=fra",
        "--worker-hostname",
        "web-01",
        "--worker-queue-group",
        "q",
        "--worker-max-jobs",
        "4",
        "--nats-url",
        "nats://192.0.2.1:4222");

    assertThat(shell.product().startedWith)
        .isEqualTo(
            Map.of(
                "job.worker.labels", "group=web.dev,site=fra",
                "job.worker.hostname", "web-01",
                "job.worker.queue_group", "q",
                "job.worker.max_jobs", "4",
                "job.worker.nats.url", "nats://192.0.2.1:4222"));
  }

  @Test
  void a_label_or_port_that_cannot_be_is_refused_at_once() {
    for (var words :
        List.of(
            List.of("job", "worker", "start", "--label", "web"),
            List.of("job", "worker", "start", "--label", "a b=c"),
            List.of("api", "server", "start", "--port", "65536"))) {
      assertThat(shell.run(words.toArray(String[]::new)).code()).isEqualTo(2);
    }
    assertThat(shell.product().started).isEmpty();
  }

  @Test
  void generate_prints_the_token_alone() {
    var outcome = shell.run("token", "generate", "-r", "read,write", "-u", "ops");

    assertThat(outcome.out()).isEqualTo("token-of-ops-[READ, WRITE]\n");
    assertThat(outcome.err()).isEmpty();
    assertThat(shell.product().issuedFor).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void a_lifetime_is_at_most_90_days_and_roles_are_checked() {
    assertThat(
            shell.run("token", "generate", "-r", "read", "-u", "a", "--expires-in", "90d").code())
        .isZero();
    assertThat(
            shell.run("token", "generate", "-r", "read", "-u", "a", "--expires-in", "91d").code())
        .isEqualTo(2);
    assertThat(shell.run("token", "generate", "-r", "root", "-u", "a").code()).isEqualTo(2);
  }

  @Test
  void validate_says_what_a_token_allows() {
    shell.product().report = shell.product().valid();

    var outcome = shell.run("token", "validate", "-t", "x.y.z");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            id          1b4e28ba-2fa1-4d2e-883f-b9a761bde3fb
            subject     ops
            roles       read, write
            audience    osapi
            issued_at   2026-01-31T12:00:00Z
            expires_at  2026-02-01T12:00:00Z
            """);
  }

  @Test
  void a_token_may_come_from_standard_input_where_nobody_sees_it() {
    shell.product().report = shell.product().valid();

    shell.typing("x.y.z\n").run("token", "validate", "-t", "-");

    assertThat(shell.product().checked).isEqualTo("x.y.z");
  }

  @Test
  void a_token_that_is_not_valid_is_4() {
    var outcome = shell.run("token", "validate", "-t", "x.y.z");

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).isEqualTo("Error: The token is not valid: it has expired\n");
  }

  @Test
  void the_configuration_is_shown_with_its_origins() {
    assertThat(shell.run("config", "show", "--origin").out())
        .isEqualTo(
            """
            KEY                              VALUE  ORIGIN
            api.server.port                  8080   default
            api.server.security.signing_key  ****   /etc/osapi/osapi.yaml:7
            """);
    assertThat(shell.run("config", "show").out()).doesNotContain("default");
  }

  @Test
  void a_valid_configuration_is_0_and_faults_are_2() {
    assertThat(shell.run("config", "validate").code()).isZero();

    shell.product().configurationFaults = List.of("osapi.yaml:3: unknown key api.sever");

    var outcome = shell.run("config", "validate");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("osapi.yaml:3: unknown key api.sever");
  }

  @Test
  void the_version_is_data() {
    assertThat(shell.run("-V").out()).isEqualTo("osapi 1.2.3\n");
    assertThat(shell.run("version").out()).contains("commit   abc1234");
    assertThat(shell.run("version", "-o", "jsonl").out())
        .isEqualTo("{\"version\":\"1.2.3\",\"commit\":\"abc1234\",\"jdk\":\"25.0.1\"}\n");
  }

  @Test
  void local_commands_need_no_configuration() {
    shell.product().configurationFaults = List.of("broken");

    assertThat(shell.run("version").code()).isZero();
    assertThat(shell.run("--help").code()).isZero();
    assertThat(shell.run("completion", "bash").code()).isZero();
  }

  private Cli.ProcessRole started(String... words) {
    assertThat(shell.run(words).code()).isZero();
    return shell.product().started.orElseThrow();
  }
}
