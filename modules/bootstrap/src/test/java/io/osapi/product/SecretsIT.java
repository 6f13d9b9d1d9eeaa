package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Where signing keys, tokens and seeds must not be, in the real processes at the finest level. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsIT {
  private static final String OTHER_KEY = "another key of this test, 32 bytes or more";

  private final List<String> secrets = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private Path directory;
  private Installation osapi;
  private List<Installation.Role> roles;

  @BeforeAll
  void use_all_that_is_secret(@TempDir Path given) throws Exception {
    directory = given;
    var settings =
        Map.of(
            "OSAPI_TELEMETRY_LOGGING_LEVEL",
            "trace",
            "OSAPI_API_SERVER_SECURITY_SIGNING_KEY",
            OTHER_KEY);
    osapi = new Installation(directory, settings);
    var token = osapi.token("admin");
    var forged = token.substring(0, token.length() - 6) + "AAAAAA";
    var enrolled = directory.resolve("web-01.nk");
    said(osapi.run("worker", "enroll", "--hostname", "web-01", "--file", enrolled.toString()));
    roles =
        List.of(
            osapi.startNats(),
            osapi.startApi(),
            osapi.startWorkerElsewhere(
                "web-01", Map.of("OSAPI_JOB_WORKER_NATS_CREDENTIALS_FILE", enrolled.toString())));
    secrets.addAll(List.of(Installation.SIGNING_KEY, OTHER_KEY, token, forged));
    try (var files = Files.walk(directory.resolve("broker"))) {
      for (var file : Stream.concat(files, Stream.of(enrolled)).toList()) {
        if (Files.isRegularFile(file)) {
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("SU"))
              .forEach(secrets::add);
        }
      }
    }
    assertThat(secrets).as("and the seeds of the API and the worker").hasSize(6);
    try (var rest = new Rest(osapi, token)) {
      osapi.awaitWorkers(rest, 1);
    }
    said(osapi.runAs(token, "client", "system", "hostname", "-T", "web-01", "--debug"));
    said(osapi.runAs(forged, "client", "system", "hostname", "--debug"));
    said(osapi.runAs(token + "\n", "client", "system", "hostname", "--debug"));
    said(osapi.runAs(token, "config", "show"));
    said(osapi.runAs(token, "config", "show", "-o", "json"));
    said(osapi.runAs(token, "config", "validate"));
    said(osapi.run("token", "validate", "-t", forged, "--debug"));
    said(osapi.run("token", "revoke", "--token", token));
    said(osapi.run("worker", "enrolled", "-o", "wide"));
    said(osapi.run("nats", "permissions"));
    askWith(token, forged);
  }

  @AfterAll
  void stop() {
    osapi.close();
  }

  @Test
  void no_log_at_the_finest_level_has_one() throws IOException {
    for (var role : roles) {
      var log = Files.readString(role.log());
      assertThat(log)
          .as("the finest level")
          .containsPattern("(TRACE|DEBUG|\"level\":\"(trace|debug)\")");
      assertThat(log).doesNotContain(secrets);
    }
  }

  @Test
  void no_problem_no_command_and_no_shown_configuration_has_one() {
    assertThat(said).hasSizeGreaterThan(12).anyMatch(text -> text.contains("********"));
    assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain(secrets));
  }

  @Test
  void no_command_line_has_one_and_no_process_is_handed_one_that_it_does_not_need()
      throws IOException {
    int children = 0;
    for (var role : roles) {
      assertThat(of(role.process().toHandle(), "cmdline"))
          .contains("osapi")
          .doesNotContain(secrets);
      for (var child : role.process().descendants().toList()) {
        children++;
        assertThat(of(child, "cmdline")).doesNotContain(secrets);
        assertThat(of(child, "environ")).doesNotContain(secrets);
      }
    }
    assertThat(children).as("nats-server at least").isPositive();
  }

  @Test
  void what_holds_one_is_for_its_owner_only() throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (secrets.stream().anyMatch(text::contains)) {
          assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        }
      }
    }
    for (var owned : List.of("broker", "nats", "web-01")) {
      assertThat(mode(directory.resolve(owned))).as(owned).isEqualTo("rwx------");
    }
  }

  /** Where a token belongs, and where callers put it by mistake. */
  private void askWith(String token, String forged) throws IOException, InterruptedException {
    var root = "http://127.0.0.1:" + osapi.apiPort;
    try (var http = HttpClient.newHttpClient()) {
      for (var path : List.of("/api/v1/jobs", "/nowhere", "/api/v1/jobs?access_token=" + token)) {
        for (var authorization :
            List.of("Bearer " + forged, "Basic " + token, token, "Bearer " + token + " " + token)) {
          var request =
              HttpRequest.newBuilder(URI.create(root + path))
                  .header("Authorization", authorization)
                  .header("X-Request-Id", "of-this-test")
                  .build();
          var answer = http.send(request, BodyHandlers.ofString());
          said.add(answer.headers().map() + answer.body());
        }
      }
    }
  }

  private void said(Installation.Result result) {
    said.add(result.out());
    said.add(result.err());
  }

  private static String of(ProcessHandle process, String what) throws IOException {
    return Files.readString(
        Path.of("/proc/" + process.pid() + "/" + what), StandardCharsets.ISO_8859_1);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }
}
