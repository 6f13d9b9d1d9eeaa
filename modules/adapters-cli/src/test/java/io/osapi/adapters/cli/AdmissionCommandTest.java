package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AdmissionCommandTest {
  private static final HostName WEB = new HostName("web-01");

  private final Shell shell = new Shell();

  @Test
  void enrolling_prints_what_the_workers_configuration_has_to_say() {
    var outcome =
        shell.run(
            "worker",
            "enroll",
            "--hostname",
            "web-01",
            "--label",
            "group=web.dev",
            "--label",
            "on=1.0",
            "--file",
            "/tmp/x/web.nk");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            job:
              worker:
                hostname: 'web-01'
                labels:
                  'group': 'web.dev'
                  'on': '1.0'
                nats:
                  host: <the broker's host>
                  credentials_file: '/etc/osapi/web.nk'
            """);
    assertThat(outcome.err()).contains("Wrote /tmp/x/web.nk (mode 0600).");
    assertThat(shell.product().admission.files).containsEntry(WEB, Path.of("/tmp/x/web.nk"));
  }

  @Test
  void without_a_file_it_is_named_after_the_host() {
    assertThat(shell.run("worker", "enroll", "--hostname", "web-01").code()).isZero();
    assertThat(shell.product().admission.files)
        .containsEntry(WEB, Path.of("web-01.nk").toAbsolutePath());
  }

  @Test
  void a_worker_on_the_brokers_host_needs_no_file() {
    var outcome = shell.run("worker", "enroll", "--hostname", "web-01", "--here");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(shell.product().admission.files).containsEntry(WEB, Path.of("here"));
    assertThat(shell.run("worker", "enroll", "--hostname", "a", "--here", "--file", "a.nk").code())
        .isEqualTo(2);
    assertThat(shell.product().admission.files).doesNotContainKey(new HostName("a"));
  }

  @Test
  void a_host_name_that_cannot_be_is_refused_at_once() {
    for (var name : new String[] {"", "../x", "a b", "-x"}) {
      assertThat(shell.run("worker", "enroll", "--hostname=" + name).code()).as(name).isEqualTo(2);
    }
    assertThat(shell.run("worker", "enroll").code()).isEqualTo(2);
    assertThat(shell.product().admission.files).isEmpty();
  }

  @Test
  void who_is_enrolled_is_listed_until_revoked() {
    shell.run("worker", "enroll", "--hostname", "web-01");
    assertThat(shell.run("worker", "enrolled").out())
        .isEqualTo(
            """
            HOSTNAME  ENROLLED_AT           PUBLIC_KEY
            web-01    1970-01-01T00:00:00Z  UKEY
            """);

    assertThat(shell.run("worker", "revoke", "--hostname", "web-01").code()).isZero();
    assertThat(shell.run("worker", "enrolled", "-j").out()).isEqualTo("[]\n");
  }

  @Test
  void revoking_whom_nobody_enrolled_is_6() {
    var outcome = shell.run("worker", "revoke", "--hostname", "web-01");

    assertThat(outcome.code()).isEqualTo(6);
    assertThat(outcome.err()).contains("No worker is enrolled as web-01.");
  }

  @Test
  void permissions_are_data() {
    assertThat(shell.run("nats", "permissions").out()).isEqualTo("accounts {\n}\n");
  }

  @Test
  void an_edge_worker_may_have_another_id_than_its_name_makes() {
    var outcome = shell.run("worker", "enroll", "--hostname", "web-01", "--device-id", "pump_7");

    assertThat(outcome.out()).endsWith("agent:\n  device_id: 'pump_7'\n");
    assertThat(shell.product().admission.devices).containsEntry(WEB, new DeviceId("pump_7"));
    assertThat(shell.run("worker", "enroll", "--hostname", "a", "--device-id", "a.b").code())
        .isEqualTo(2);
  }

  @Test
  void clients_come_and_go_by_name() {
    var enrolled = shell.run("nats", "client", "enroll", "--name", "ops", "--file", "/tmp/ops.nk");

    assertThat(enrolled.code()).isZero();
    assertThat(enrolled.err()).contains("Wrote /tmp/ops.nk (mode 0600)", "nats --nkey ops.nk req");
    assertThat(shell.run("nats", "client", "enrolled", "-o", "name").out()).isEqualTo("ops\n");
    assertThat(shell.run("nats", "client", "revoke", "--name", "ops").code()).isZero();
    assertThat(shell.run("nats", "client", "revoke", "--name", "ops").code()).isEqualTo(6);
    assertThat(shell.run("nats", "client", "enroll", "--name", "a/b").code()).isEqualTo(2);
  }
}
