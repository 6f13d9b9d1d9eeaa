package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.cli.Cli.ProcessRole;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandTest {
  private final Shell shell = new Shell();

  @Test
  void a_role_is_installed_and_the_next_step_named() {
    var outcome = shell.run("service", "install", "worker");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("/etc/systemd/system/osapi-3.service is enabled.")
        .contains("systemctl start osapi-3.service");
    assertThat(installed()).isEqualTo(Map.of(ProcessRole.WORKER, false));
  }

  @Test
  void without_a_role_it_is_all_in_one_process() {
    shell.run("service", "install", "--now");

    assertThat(installed()).isEqualTo(Map.of(ProcessRole.ALL, true));
  }

  @Test
  void an_image_is_another_root_where_nothing_can_be_started(@TempDir Path image) {
    assertThat(shell.run("service", "install", "api", "--root", image.toString()).code()).isZero();
    assertThat(shell.product().services.root).contains(image);

    var now = shell.run("service", "install", "nats", "--now", "--root", image.toString());
    assertThat(now.code()).isEqualTo(2);
    assertThat(now.err()).contains("--now does not go with --root");
    assertThat(installed()).isEqualTo(Map.of(ProcessRole.API, false));
  }

  @Test
  void a_role_or_a_root_that_cannot_be_is_refused_at_once(@TempDir Path image) {
    assertThat(shell.run("service", "install", "agent").code()).isEqualTo(2);
    assertThat(shell.run("service", "install", "--root", image + "/none").err())
        .contains("is no directory");
    assertThat(installed()).isEmpty();
  }

  @Test
  void what_is_uninstalled_is_gone_and_what_was_not_there_is_6() {
    shell.run("service", "install", "nats");

    assertThat(shell.run("service", "uninstall", "nats").code()).isZero();
    assertThat(installed()).isEmpty();

    var again = shell.run("service", "uninstall", "nats");
    assertThat(again.code()).isEqualTo(6);
    assertThat(again.err()).contains("The role nats is no service here.");
  }

  @Test
  void status_shows_what_is_installed() {
    shell.run("service", "install", "nats");
    shell.run("service", "install", "worker", "--now");

    assertThat(shell.run("service", "status").out())
        .isEqualTo(
            """
            UNIT             ENABLED  ACTIVE    SINCE                 MAIN_PID  SAYS
            osapi-1.service  enabled  inactive  -                     -         -
            osapi-3.service  enabled  active    1970-01-01T00:00:00Z      4711  takes jobs
            """);
    assertThat(shell.run("service", "status", "worker", "-o", "jsonl").out())
        .isEqualTo(
            "{\"unit\":\"osapi-3.service\",\"file\":\"/etc/systemd/system/osapi-3.service\","
                + "\"enabled\":\"enabled\",\"active\":\"active\","
                + "\"since\":\"1970-01-01T00:00:00Z\",\"main_pid\":4711,\"says\":\"takes jobs\"}\n");
  }

  @Test
  void of_a_role_that_is_no_service_it_says_so_and_none_at_all_is_an_answer() {
    assertThat(shell.run("service", "status", "api").code()).isEqualTo(6);
    assertThat(shell.run("service", "status", "-j").out()).isEqualTo("[]\n");
  }

  private Map<ProcessRole, Boolean> installed() {
    return shell.product().services.startedNow;
  }
}
