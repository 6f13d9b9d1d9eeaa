package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.osapi.domain.access.Role;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** Somebody at a prompt: runs commands and reads what they print. */
final class Shell {
  private final RecordedProduct product = new RecordedProduct();
  private final Map<String, String> environment = new HashMap<>(Map.of("LANG", "C.UTF-8"));
  private Set<Cli.Standard> terminals = Set.of();
  private String input = "";

  /** What one command left behind. */
  record Outcome(int code, String out, String err) {}

  static Shell at(URI url) {
    var shell = new Shell();
    shell.product.settings = settings(url, Optional.of("a.b.c"));
    return shell;
  }

  /** Trusting whom that context trusts. */
  Shell trusting(SSLContext tls) {
    var before = product.settings;
    product.settings = new Cli.ClientSettings(before.url(), before.bearerToken(), () -> tls);
    return this;
  }

  private static Cli.ClientSettings settings(URI url, Optional<String> token) {
    return new Cli.ClientSettings(
        url,
        token,
        () -> {
          throw new AssertionError("a plain URL needs no TLS");
        });
  }

  static Shell at(RecordedApi api) {
    return at(api.url());
  }

  Shell withoutToken() {
    product.settings = settings(product.settings.url(), Optional.empty());
    return this;
  }

  /** All three streams are a terminal of that many columns. */
  Shell onTerminal(int columns) {
    return onTerminals(columns, Cli.Standard.values());
  }

  Shell onTerminals(int columns, Cli.Standard... which) {
    terminals = Set.of(which);
    return with("COLUMNS", String.valueOf(columns)).with("TERM", "xterm");
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell typing(String text) {
    input = text;
    return this;
  }

  RecordedProduct product() {
    return product;
  }

  Outcome run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var streams =
        new Cli.Streams(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            terminals,
            environment);
    int code = new Cli(catalogue(), product, streams).run(arguments);
    return new Outcome(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** What osapi ships, and two families that have every kind of input and output. */
  static Catalogue catalogue() {
    return Catalogue.of(
        Catalogue.standard().families().getFirst(), SampleOperations.NETWORK, SampleOperations.BOX);
  }

  /** Who may connect, in memory. */
  static final class RecordedAdmission implements Cli.Admission {
    final Map<HostName, Path> files = new TreeMap<>();
    final Map<HostName, DeviceId> devices = new TreeMap<>();
    final Map<String, String> clients = new TreeMap<>();

    @Override
    public void enroll(HostName host, Optional<DeviceId> device, Path file) {
      files.put(host, file);
      device.ifPresent(id -> devices.put(host, id));
    }

    @Override
    public void enrollClient(String name, Path file) {
      clients.put(name, file.toString());
    }

    @Override
    public boolean revokeClient(String name) {
      return clients.remove(name) != null;
    }

    @Override
    public Map<String, String> clients() {
      return clients;
    }

    @Override
    public void enrollHere(HostName host) {
      files.put(host, Path.of("here"));
    }

    @Override
    public boolean revoke(HostName host) {
      return files.remove(host) != null;
    }

    @Override
    public List<Cli.Enrolled> enrolled() {
      return files.keySet().stream()
          .map(host -> new Cli.Enrolled(host, "UKEY", Instant.EPOCH))
          .toList();
    }

    @Override
    public String permissions() {
      return "accounts {\n}\n";
    }
  }

  /** Services of a host, in memory. */
  static final class RecordedServices implements Cli.Services {
    final Map<Cli.ProcessRole, Boolean> startedNow = new TreeMap<>();
    Optional<Path> root = Optional.empty();

    @Override
    public Path install(Cli.ProcessRole role, boolean now) {
      startedNow.put(role, now);
      return file(role);
    }

    @Override
    public boolean uninstall(Cli.ProcessRole role) {
      return startedNow.remove(role) != null;
    }

    @Override
    public Cli.ServiceReport status(Cli.ProcessRole role) {
      boolean isThere = startedNow.containsKey(role);
      boolean runs = startedNow.getOrDefault(role, false);
      return new Cli.ServiceReport(
          file(role).getFileName().toString(),
          isThere ? Optional.of(file(role)) : Optional.empty(),
          isThere ? "enabled" : "not installed",
          runs ? "active" : "inactive",
          runs ? Optional.of("takes jobs") : Optional.empty(),
          runs ? Optional.of(Instant.EPOCH) : Optional.empty(),
          runs ? Optional.of(4711L) : Optional.empty());
    }

    private static Path file(Cli.ProcessRole role) {
      return Path.of("/etc/systemd/system/osapi-" + role.ordinal() + ".service");
    }
  }

  /** Bootstrap's side, as it would answer. */
  static final class RecordedProduct implements Cli.Product {
    final RecordedAdmission admission = new RecordedAdmission();
    final RecordedServices services = new RecordedServices();
    Cli.ClientSettings settings =
        Shell.settings(URI.create("http://localhost:1"), Optional.empty());
    List<String> configurationFaults = List.of();
    Optional<Cli.ProcessRole> started = Optional.empty();
    Map<String, String> startedWith = Map.of();
    Optional<Cli.Emulation> emulated = Optional.empty();
    Optional<Cli.Globals> globals = Optional.empty();
    Duration issuedFor = Duration.ZERO;
    Cli.TokenReport report = new Cli.TokenReport.Invalid("it has expired");
    String checked = "";
    final RecordedTrace trace = new RecordedTrace();

    @Override
    public Cli.Version version() {
      return new Cli.Version("1.2.3", "abc1234", "25.0.1");
    }

    @Override
    public Cli.ClientSettings client(Cli.Globals given) {
      refuseFaults(given);
      return settings;
    }

    @Override
    public Cli.Trace trace(Cli.Globals given, String command) {
      refuseFaults(given);
      trace.command = command;
      return trace;
    }

    @Override
    public int start(Cli.ProcessRole role, Cli.Globals given, Map<String, String> flags) {
      refuseFaults(given);
      started = Optional.of(role);
      startedWith = flags;
      return 0;
    }

    @Override
    public int emulate(Cli.Globals given, Cli.Emulation wanted, Cli.EmulationEars ears) {
      refuseFaults(given);
      emulated = Optional.of(wanted);
      ears.beating();
      ears.ended(12, 3);
      return 0;
    }

    @Override
    public String issueToken(
        Cli.Globals given, String subject, List<Role> roles, Duration lifetime) {
      issuedFor = lifetime;
      return "token-of-" + subject + "-" + roles;
    }

    @Override
    public Cli.TokenReport validateToken(Cli.Globals given, String token) {
      checked = token;
      return report;
    }

    @Override
    public List<Cli.Setting> configuration(Cli.Globals given) {
      refuseFaults(given);
      return List.of(
          new Cli.Setting("api.server.port", "8080", "default"),
          new Cli.Setting("api.server.security.signing_key", "****", "/etc/osapi/osapi.yaml:7"));
    }

    @Override
    public Cli.Admission admission(Cli.Globals given) {
      refuseFaults(given);
      return admission;
    }

    @Override
    public Cli.Services services(Cli.Globals given, Optional<Path> root) {
      services.root = root;
      return services;
    }

    Cli.TokenReport.Valid valid() {
      return new Cli.TokenReport.Valid(
          "1b4e28ba-2fa1-4d2e-883f-b9a761bde3fb",
          "ops",
          List.of("read", "write"),
          "osapi",
          Optional.of(Instant.parse("2026-01-31T12:00:00Z")),
          Instant.parse("2026-02-01T12:00:00Z"));
    }

    private void refuseFaults(Cli.Globals given) {
      globals = Optional.of(given);
      if (!configurationFaults.isEmpty()) {
        throw new Cli.Refused(2, configurationFaults);
      }
    }
  }

  /** The trace of a command, as it was told. */
  static final class RecordedTrace implements Cli.Trace {
    static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";

    String command = "";
    final List<String> events = new ArrayList<>();

    @Override
    public Cli.Exchange request(String method, URI url) {
      events.add(method + " " + url.getPath());
      return new Cli.Exchange() {
        @Override
        public Map<String, String> headers() {
          return Map.of("traceparent", PARENT);
        }

        @Override
        public String traceId() {
          return ID;
        }

        @Override
        public void answered(int status) {
          events.add("answered " + status);
        }

        @Override
        public void failed(Exception failure) {
          events.add("failed " + failure.getClass().getSimpleName());
        }
      };
    }

    @Override
    public void end(int exitCode) {
      events.add("end " + exitCode);
    }
  }
}
