package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import io.osapi.product.Installation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * HTTPS, keys that replace each other, and tokens that are called back, in the packaged product.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureApiIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration PROMISED = Duration.ofSeconds(5);
  private static final String NEW_KEY = "the next key of this test only, 32 bytes or more";

  private Installation osapi;
  private Path secure;
  private Installation.Role api;

  /** Signed by the only key of before. */
  private String old;

  private String admin;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    show(TestCertificates.forLocalhost());
    secure = configure();
    old = osapi.token("read");
    var made = osapi.run("token", "generate", "-r", "admin", "-u", "walk", "-f", secure.toString());
    assertThat(made.exitCode()).as(made.err()).isZero();
    admin = made.out().strip();
    osapi.startNats();
    api = osapi.start("api", "api", "server", "start", "-f", secure.toString());
    awaitReady();
  }

  @AfterAll
  void stop() {
    osapi.close();
  }

  @Test
  void the_certificate_can_be_replaced_under_way() throws Exception {
    var next = TestCertificates.issued("RSA", "ip:127.0.0.1", "-0d", 90);
    show(next);

    await().atMost(SOON).until(() -> run(admin, "client", "health").exitCode() == 0);
    assertThat(Files.readString(api.log())).contains("is shown from now on");
  }

  @Test
  void a_token_of_the_key_before_is_good_until_it_is_called_back() throws Exception {
    assertThat(run(old, "client", "worker", "list").exitCode()).isZero();
    assertThat(run(admin, "client", "worker", "list").exitCode()).isZero();
    var file = Files.writeString(osapi.directory.resolve("token"), old);

    var notAdmin = run(old, "token", "revoke", "--token", file.toString());
    assertThat(notAdmin.exitCode()).as(notAdmin.err()).isEqualTo(5);
    var revoked = run(admin, "token", "revoke", "--token", file.toString());
    assertThat(revoked.exitCode()).as(revoked.err()).isZero();

    await().atMost(PROMISED).until(() -> run(old, "client", "worker", "list").exitCode() == 4);
    assertThat(run(old, "client", "worker", "list").err()).contains("401");

    api.kill();
    api = osapi.start("api", "api", "server", "start", "-f", secure.toString());
    awaitReady();
    assertThat(run(old, "client", "worker", "list").exitCode()).isEqualTo(4);
    assertThat(run(admin, "client", "worker", "list").exitCode()).isZero();
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_with_what_to_do() throws Exception {
    var trusting = Files.readString(secure).replaceFirst("    ca_file: .*\n", "");
    var file = Files.writeString(osapi.directory.resolve("trusting.yaml"), trusting);

    var refused = osapi.runAs(admin, "client", "health", "-f", file.toString());
    assertThat(refused.exitCode()).isEqualTo(9);
    assertThat(refused.err()).contains("api.client.ca_file");
  }

  @Test
  void a_key_of_another_certificate_is_refused_at_the_start() throws Exception {
    var other = TestCertificates.forLocalhost();
    var key = Files.writeString(osapi.directory.resolve("other.key"), other.keyPem());
    var wrong = Files.readString(secure).replaceFirst("key_file: .*", "key_file: " + key);
    var file = Files.writeString(osapi.directory.resolve("wrong.yaml"), wrong);

    var refused = osapi.run("api", "server", "start", "-p", "0", "-f", file.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("is not the key of the first certificate in");
  }

  private void awaitReady() {
    await().atMost(SOON).until(() -> run(admin, "client", "health", "ready").exitCode() == 0);
  }

  private Result run(String token, String... command) throws Exception {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("-f", secure.toString()));
    return osapi.runAs(token, all.toArray(String[]::new));
  }

  /** The certificate of the server, which its clients trust. */
  private void show(Issued issued) throws Exception {
    Files.writeString(osapi.directory.resolve("api.crt"), issued.certificatePem());
    var key = Files.writeString(osapi.directory.resolve("api.key"), issued.keyPem());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private Path configure() throws Exception {
    var text =
        Files.readString(osapi.directory.resolve("osapi.yaml"))
            .replace("url: http://", "ca_file: " + osapi.directory + "/api.crt\n    url: https://")
            .replaceFirst(
                "signing_key: .*",
                "signing_keys: ['" + NEW_KEY + "', '" + Installation.SIGNING_KEY + "']")
            .replace(
                "    security:\n",
                "    tls:\n      cert_file: "
                    + osapi.directory
                    + "/api.crt\n      key_file: "
                    + osapi.directory
                    + "/api.key\n    security:\n");
    return Files.writeString(osapi.directory.resolve("secure.yaml"), text);
  }
}
