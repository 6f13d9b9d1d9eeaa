package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.PemFiles;
import io.osapi.product.Installation.Role;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect to the broker, with the packaged product in its real processes. */
class BrokerIT {
  private static final String CREDENTIALS = "OSAPI_JOB_WORKER_NATS_CREDENTIALS_FILE";

  @TempDir private Path directory;
  private Installation osapi;
  private Rest rest;
  private final List<Process> others = new ArrayList<>();

  @BeforeEach
  void install() throws Exception {
    osapi = new Installation(directory);
    rest = new Rest(osapi, osapi.token("admin"));
  }

  @AfterEach
  void stop() {
    rest.close();
    osapi.close();
    others.forEach(other -> other.destroyForcibly().onExit().join());
  }

  @Test
  void a_worker_elsewhere_comes_in_with_its_file_and_is_out_when_revoked() throws Exception {
    osapi.startApi();
    osapi.startNats();
    osapi.startWorker("here");
    osapi.awaitWorkers(rest, 1);
    var file = directory.resolve("web-01.nk");
    var elsewhere = osapi.startWorkerElsewhere("web-01", Map.of(CREDENTIALS, file.toString()));

    var enrolled = osapi.run("worker", "enroll", "--hostname", "web-01", "--file", file.toString());
    assertThat(enrolled.exitCode()).as(enrolled.err()).isZero();
    assertThat(enrolled.out()).contains("hostname: 'web-01'", "credentials_file:");
    assertThat(mode(file)).isEqualTo("rw-------");
    osapi.awaitWorkers(rest, 2);
    assertThat(osapi.run("worker", "enrolled", "-o", "name").out()).isEqualTo("here\nweb-01\n");

    assertThat(osapi.run("worker", "revoke", "--hostname", "web-01").exitCode()).isZero();
    eventually().until(() -> log(elsewhere).contains("osapi worker enroll --hostname web-01"));
    assertThat(elsewhere.process().isAlive()).isTrue();

    // The others have not noticed anything.
    assertThat(rest.get("/system/hostname?target=here").status()).isEqualTo(200);

    // And in again, without a restart.
    osapi.run("worker", "enroll", "--hostname", "web-01", "--file", file.toString());
    osapi.awaitWorkers(rest, 2);
    assertThat(rest.get("/system/hostname?target=web-01").status()).isEqualTo(200);
  }

  @Test
  void a_worker_without_credentials_is_told_what_to_do_and_nobody_lets_it_in() throws Exception {
    osapi.startNats();
    var stranger = osapi.startWorkerElsewhere("stranger", Map.of());

    eventually().until(() -> log(stranger).contains("osapi worker enroll --hostname stranger"));
    assertThat(osapi.run("worker", "enrolled").out()).doesNotContain("stranger");
  }

  @Test
  void who_shows_what_the_broker_refuses_ends_with_code_4() throws Exception {
    osapi.startNats();
    osapi.startWorker("here");
    var file = directory.resolve("web-01.nk");
    osapi.run("worker", "enroll", "--hostname", "web-01", "--file", file.toString());
    osapi.run("worker", "revoke", "--hostname", "web-01");
    var roles =
        List.of(
            osapi.startWorkerElsewhere("web-01", Map.of(CREDENTIALS, file.toString())),
            osapi.startWorkerElsewhere("web-02", Map.of("OSAPI_JOB_WORKER_NATS_TOKEN", "guessed")),
            osapi
                .anotherApi(
                    Map.of(
                        "OSAPI_API_SERVER_NATS_USERNAME", "osapi",
                        "OSAPI_API_SERVER_NATS_PASSWORD", "guessed"))
                .role());

    for (var role : roles) {
      eventually().until(() -> !role.process().isAlive());
      assertThat(role.process().exitValue()).isEqualTo(4);
      assertThat(log(role))
          .contains("NATS refuses what this process shows")
          .doesNotContain("guessed");
    }
  }

  @Test
  void no_secret_is_readable_by_others_or_said_in_a_log() throws Exception {
    var nats = osapi.startNats();
    var api = osapi.startApi();
    var worker = osapi.startWorker("here");
    osapi.awaitWorkers(rest, 1);
    var secrets = new ArrayList<String>();
    try (var files = Files.walk(directory.resolve("broker"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("SU"))
            .forEach(secrets::add);
      }
    }
    assertThat(secrets).hasSize(2);
    var configuration = directory.resolve("nats/nats-server.conf");
    assertThat(mode(configuration)).isEqualTo("rw-------");
    for (var text :
        new String[] {Files.readString(configuration), log(nats), log(api), log(worker)}) {
      assertThat(text).doesNotContain(secrets);
    }
  }

  @Test
  void the_broker_answers_nobody_that_it_does_not_know() throws Exception {
    osapi.startNats();
    eventually().ignoreExceptions().until(() -> ask("{}").contains("Authorization Violation"));
    assertThat(ask("{\"user\":\"osapi\",\"pass\":\"osapi\"}")).contains("Authorization Violation");
  }

  @Test
  void identities_outlive_a_restart_of_everything() throws Exception {
    var roles = List.of(osapi.startNats(), osapi.startApi(), osapi.startWorker("here"));
    osapi.awaitWorkers(rest, 1);
    var before = osapi.run("worker", "enrolled").out();
    for (var role : roles.reversed()) {
      role.stop();
    }
    osapi.startWorker("here");
    osapi.startApi();
    osapi.startNats();
    eventually()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> rest.get("/system/hostname?target=here").status() == 200);

    assertThat(osapi.run("worker", "enrolled").out()).isEqualTo(before);
  }

  @Test
  void a_nats_server_of_ones_own_with_tls_and_nkeys_works_by_configuration_alone()
      throws Exception {
    var certificate =
        TestCertificates.issued("EC", "dns:localhost", "-0d", 30).in(directory, "own");
    var file = directory.resolve("web-01.nk");
    osapi.run("worker", "enroll", "--hostname", "web-01", "--file", file.toString());
    var permissions = osapi.run("nats", "permissions");
    assertThat(permissions.exitCode()).as(permissions.err()).isZero();
    startOwnServer(certificate, permissions.out());

    osapi.startApi(
        Map.of(
            "OSAPI_API_SERVER_NATS_HOST", "localhost",
            "OSAPI_API_SERVER_NATS_TLS_CA_FILE", certificate.certFile().toString(),
            "OSAPI_API_SERVER_NATS_CREDENTIALS_FILE",
                directory.resolve("broker/" + osapi.natsPort + "/api.nk").toString()));
    osapi.startWorkerElsewhere(
        "web-01",
        Map.of(
            CREDENTIALS,
            file.toString(),
            "OSAPI_JOB_WORKER_NATS_HOST",
            "localhost",
            "OSAPI_JOB_WORKER_NATS_TLS_CA_FILE",
            certificate.certFile().toString()));
    osapi.awaitWorkers(rest, 1);
    assertThat(rest.get("/system/hostname?target=web-01").status()).isEqualTo(200);

    // The same server by its address, which its certificate does not have.
    var misled =
        osapi.startWorkerElsewhere(
            "web-02",
            Map.of(
                CREDENTIALS,
                file.toString(),
                "OSAPI_JOB_WORKER_NATS_TLS_CA_FILE",
                certificate.certFile().toString()));
    eventually()
        .untilAsserted(
            () -> assertThat(log(misled)).contains("no TLS with NATS", "127.0.0.1 found"));
  }

  private void startOwnServer(PemFiles certificate, String accounts) throws IOException {
    var configuration =
        Files.writeString(
            directory.resolve("own.conf"),
            """
            listen: "127.0.0.1:%d"
            jetstream { store_dir: "%s" }
            tls { cert_file: "%s", key_file: "%s" }
            include "accounts.conf"
            """
                .formatted(
                    osapi.natsPort,
                    directory.resolve("own"),
                    certificate.certFile(),
                    certificate.keyFile()));
    Files.writeString(directory.resolve("accounts.conf"), accounts);
    others.add(
        new ProcessBuilder(Installation.natsServer(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("own.log").toFile())
            .start());
  }

  /** What the server says to who connects so. */
  private String ask(String connect) throws IOException {
    try (var socket = new Socket("127.0.0.1", osapi.natsPort)) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(5));
      socket
          .getOutputStream()
          .write(("CONNECT " + connect + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String log(Role role) throws IOException {
    return Files.readString(role.log());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
