package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a host below a temporary directory, whose resolvectl is a script that keeps files. */
class NetworkProviderTest {
  private static final String GET = "network.dns.get";
  private static final String UPDATE = "network.dns.update";

  /** Answers as version 252 does; files under "state" are its memory. */
  private static final String RESOLVECTL =
      """
      #!/bin/sh
      state=%s
      verb=$1; shift; shift
      if [ $# -eq 0 ]; then
        echo 'Global: 192.0.2.99'
        echo 'Link 2 (eth0.1): 192.0.2.98'
        echo "Link 3 (eth0): $(cat $state/$verb)"
      elif [ -e $state/refuse-$verb ]; then
        echo "Failed to set DNS configuration: Access denied" >&2; exit 1
      else
        if [ -e $state/hang-$verb ]; then rm $state/hang-$verb; sleep 600; fi
        shift; echo "$*" > $state/$verb; echo "$verb $*" >> $state/log
      fi
      """;

  @TempDir Path root;
  private Path state;

  @BeforeEach
  void make_a_host_with_one_interface() throws Exception {
    Files.createDirectories(root.resolve("sys/class/net/eth0"));
    Files.createDirectories(root.resolve("etc"));
    state = Files.createDirectories(root.resolve("state"));
  }

  @Test
  void the_link_is_read_from_systemd_resolved_where_it_runs() throws Exception {
    resolved("192.0.2.53 2001:db8::53", "example.org ~.");

    assertThat(run(GET, Map.of("interface", "eth0")))
        .isEqualTo(
            completed(
                Map.of(
                    "interface",
                    "eth0",
                    "servers",
                    List.of("192.0.2.53", "2001:db8::53"),
                    "search_domains",
                    List.of("example.org"),
                    "source",
                    "systemd-resolved")));
  }

  @Test
  void a_change_of_the_link_is_read_back_and_keeps_what_routes_queries() throws Exception {
    resolved("192.0.2.53", "example.org ~corp.example");

    var answer = run(UPDATE, Map.of("interface", "eth0", "search_domains", List.of("a.example")));

    assertThat(answer)
        .isEqualTo(
            changed(
                true,
                Map.of(
                    "interface",
                    "eth0",
                    "changed",
                    true,
                    "before",
                    settings(List.of("192.0.2.53"), List.of("example.org")),
                    "after",
                    settings(List.of("192.0.2.53"), List.of("a.example")),
                    "source",
                    "systemd-resolved")));
    assertThat(state.resolve("domain")).hasContent("a.example ~corp.example");
  }

  @Test
  void the_same_again_changes_nothing_however_it_is_spelt() throws Exception {
    resolved("192.0.2.53 2001:db8::53", "Example.org");

    var answer =
        run(
            UPDATE,
            Map.of(
                "interface", "eth0",
                "servers", List.of("192.0.2.53", "2001:DB8:0::53"),
                "search_domains", List.of("example.ORG")));

    assertThat(((Answer.Completed) answer).changed()).contains(false);
    assertThat(state.resolve("log")).doesNotExist();
  }

  @Test
  void a_change_that_fails_half_way_is_taken_back() throws Exception {
    resolved("192.0.2.53", "example.org");
    Files.createFile(state.resolve("refuse-domain"));

    var answer =
        run(
            UPDATE,
            Map.of(
                "interface", "eth0",
                "servers", List.of("203.0.113.1"),
                "search_domains", List.of("a.example")));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed ->
                assertThat(failed.fault().message())
                    .contains("Failed to set DNS configuration: Access denied"));
    assertThat(state.resolve("dns")).hasContent("192.0.2.53");
  }

  @Test
  void a_change_that_was_refused_at_once_is_not_taken_back() throws Exception {
    resolved("192.0.2.53", "example.org");
    Files.createFile(state.resolve("refuse-dns"));

    assertThat(run(UPDATE, Map.of("interface", "eth0", "servers", List.of("203.0.113.1"))))
        .isEqualTo(
            new Answer.Failed(
                new Fault(
                    "command-failed",
                    "resolvectl: Failed to set DNS configuration: Access denied (exit code 1)")));
  }

  @Test
  void a_change_that_is_stopped_half_way_is_taken_back() throws Exception {
    resolved("192.0.2.53", "example.org");
    Files.createFile(state.resolve("hang-domain"));

    var answer =
        run(
            UPDATE,
            Map.of("interface", "eth0", "servers", List.of("203.0.113.1")),
            Duration.ofSeconds(2));

    assertThat(answer).isInstanceOf(Answer.TimedOut.class);
    assertThat(state.resolve("log")).content().startsWith("dns 203.0.113.1");
    assertThat(state.resolve("dns")).hasContent("192.0.2.53");
  }

  @Test
  void resolv_conf_is_read_where_systemd_resolved_does_not_run() throws Exception {
    resolvConf("rocky-9-networkmanager");

    assertThat(run(GET, Map.of("interface", "eth0")))
        .isEqualTo(
            completed(
                Map.of(
                    "interface",
                    "eth0",
                    "servers",
                    List.of("192.0.2.53", "2001:db8::53"),
                    "search_domains",
                    List.of("example.org"),
                    "source",
                    "resolv.conf")));
  }

  @Test
  void a_resolvectl_whose_service_does_not_run_is_not_asked_further() throws Exception {
    executable("resolvectl", "#!/bin/sh\necho 'sd_bus_open_system: No such file' >&2; exit 1\n");
    resolvConf("alpine-3.20-udhcpc");

    assertThat(((Answer.Completed) run(GET, Map.of("interface", "eth0"))).data())
        .containsEntry("source", "resolv.conf");
  }

  @Test
  void resolv_conf_is_replaced_as_a_whole_behind_its_link_with_its_permissions() throws Exception {
    resolvConf("rocky-9-networkmanager");
    var real = root.resolve("etc/real.conf");
    Files.move(root.resolve("etc/resolv.conf"), real);
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("real.conf"));
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));

    var answer = run(UPDATE, Map.of("interface", "eth0", "servers", List.of("203.0.113.1")));

    assertThat(((Answer.Completed) answer).changed()).contains(true);
    assertThat(root.resolve("etc/resolv.conf")).isSymbolicLink();
    assertThat(Files.readString(real))
        .contains("nameserver 203.0.113.1\n", "search example.org\n", "options edns0 trust-ad\n")
        .doesNotContain("192.0.2.53");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r--r--");
    try (var files = Files.list(root.resolve("etc"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void the_same_again_does_not_touch_resolv_conf() throws Exception {
    resolvConf("alpine-3.20-udhcpc");
    var before = Files.readAttributes(root.resolve("etc/resolv.conf"), "unix:ino,ctime");

    var answer = run(UPDATE, Map.of("interface", "eth0", "servers", List.of("192.0.2.53")));

    assertThat(((Answer.Completed) answer).changed()).contains(false);
    assertThat(Files.readAttributes(root.resolve("etc/resolv.conf"), "unix:ino,ctime"))
        .isEqualTo(before);
  }

  @Test
  void a_file_that_belongs_to_systemd_resolved_is_not_written_in_its_absence() throws Exception {
    var stub = Files.createDirectories(root.resolve("run/systemd/resolve")).resolve("stub.conf");
    Files.writeString(stub, "nameserver 127.0.0.53\n");
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), stub);

    assertThat(run(UPDATE, Map.of("interface", "eth0", "servers", List.of("192.0.2.1"))))
        .isInstanceOf(Answer.Skipped.class);
    assertThat(stub).hasContent("nameserver 127.0.0.53");
  }

  @Test
  void a_host_with_neither_is_skipped() {
    assertThat(run(GET, Map.of("interface", "eth0")))
        .isEqualTo(
            new Answer.Skipped(
                "systemd-resolved does not run here, and there is no /etc/resolv.conf"));
  }

  @Test
  void an_interface_that_is_not_there_is_a_failure_that_names_it() {
    assertThat(run(GET, Map.of("interface", "eth7")))
        .isEqualTo(new Answer.Failed(new Fault("no-such-interface", "no interface is named eth7")));
  }

  private Answer run(String operation, Map<String, ?> data) {
    return run(operation, data, Duration.ofSeconds(30));
  }

  private Answer run(String operation, Map<String, ?> data, Duration timeout) {
    var files = new HostFiles(root);
    var commands = new Commands(List.of(root), Tracing.NONE);
    var handlers = new Handlers();
    new NetworkProvider(
            files, new Resolved(commands), new ResolvConfFile(files), Pinger.of(commands))
        .register(handlers);
    var invocation = Catalogue.standard().invocation(operation, data, "/operation");
    return new HostOperations(handlers, HostOperations.STOP_GRACE)
        .run(invocation, timeout)
        .answer();
  }

  private void resolved(String servers, String domains) throws Exception {
    Files.writeString(state.resolve("dns"), servers);
    Files.writeString(state.resolve("domain"), domains);
    executable("resolvectl", RESOLVECTL.formatted(state));
  }

  private void resolvConf(String captured) throws Exception {
    Files.writeString(
        root.resolve("etc/resolv.conf"), Captured.read("resolv.conf/" + captured + ".txt"));
  }

  private void executable(String name, String script) throws Exception {
    Files.writeString(root.resolve(name), script);
    root.resolve(name).toFile().setExecutable(true);
  }

  private static Map<String, ?> settings(List<String> servers, List<String> searchDomains) {
    return Map.of("servers", servers, "search_domains", searchDomains);
  }

  private static Answer completed(Map<String, Object> data) {
    return new Answer.Completed(Optional.empty(), data);
  }

  private static Answer changed(boolean changed, Map<String, Object> data) {
    return new Answer.Completed(Optional.of(changed), data);
  }
}
