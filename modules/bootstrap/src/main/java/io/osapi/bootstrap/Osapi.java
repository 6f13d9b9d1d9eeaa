package io.osapi.bootstrap;

import io.osapi.adapters.cli.Cli;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.adapters.nats.Nats;
import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.adapters.os.journal.FileJournal;
import io.osapi.application.port.Tracing;
import io.osapi.bootstrap.config.Api;
import io.osapi.bootstrap.config.Client;
import io.osapi.bootstrap.config.Configuration;
import io.osapi.bootstrap.config.ConfigurationException;
import io.osapi.bootstrap.config.Fault;
import io.osapi.bootstrap.config.Secret;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.config.Sources;
import io.osapi.bootstrap.config.Surroundings;
import io.osapi.bootstrap.config.Use;
import io.osapi.bootstrap.logging.LogFormat;
import io.osapi.bootstrap.logging.LogLevel;
import io.osapi.bootstrap.logging.Logging;
import io.osapi.bootstrap.role.AllInOne;
import io.osapi.bootstrap.role.ApiRole;
import io.osapi.bootstrap.role.EmulatorRole;
import io.osapi.bootstrap.role.NatsRole;
import io.osapi.bootstrap.role.RunningRole;
import io.osapi.bootstrap.role.Version;
import io.osapi.bootstrap.role.WorkerRole;
import io.osapi.bootstrap.service.HostServices;
import io.osapi.bootstrap.telemetry.Traces;
import io.osapi.bootstrap.tls.ClientTls;
import io.osapi.domain.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** What the command line needs of the product: its configuration, its tokens, its roles. */
final class Osapi implements Cli.Product {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final String DEBUG = "debug";

  @Override
  public Cli.Version version() {
    var version = Version.current();
    return new Cli.Version(version.version(), version.commit(), version.jdk());
  }

  @Override
  public Cli.ClientSettings client(Cli.Globals globals) {
    Logging.start(LogFormat.TEXT, globals.debug() ? LogLevel.DEBUG : LogLevel.ERROR);
    var client = load(globals, Map.of(), Set.of()).settings().client();
    return new Cli.ClientSettings(
        client.url(), client.bearerToken().map(Secret::reveal), () -> trust(client));
  }

  /** Not before it is needed: to read whom the JDK trusts takes longer than a command does. */
  private static SSLContext trust(Client client) {
    try {
      return ClientTls.context(client.caFile(), Optional.empty(), InstantSource.system());
    } catch (IOException wrong) {
      throw new Cli.Refused(
          MISUSED, List.of("api.client.ca_file: " + wrong.getMessage() + "."), wrong);
    }
  }

  @Override
  public Cli.Trace trace(Cli.Globals globals, String command) {
    var settings = load(globals, Map.of(), Set.of()).settings();
    return Traces.start(
            settings.telemetry().tracing(),
            source("osapi-cli"),
            Traces.Console.STDERR,
            settings.debug())
        .command(command);
  }

  @Override
  public int start(Cli.ProcessRole role, Cli.Globals globals, Map<String, String> flags) {
    require(role);
    if (role != Cli.ProcessRole.NATS) {
      Nats.prepare();
    }
    var configuration = load(globals, flags, uses(role));
    var logging = configuration.settings().telemetry().logging();
    var running = Logging.start(logging.format(), logging.level());
    var log = System.getLogger(Osapi.class.getName());
    configuration.warnings().forEach(warning -> log.log(System.Logger.Level.WARNING, warning));
    var settings = configuration.settings();
    var watch =
        new LevelWatch(
            globals.osapiFile().orElse(Sources.DEFAULT_FILE),
            () -> read(globals, flags, uses(role)).settings().telemetry().logging().level(),
            running::level,
            logging.level());
    // Closed by the lifetime, after the role: what is ended in order has its traces too.
    var traces = traces(role, settings);
    try (var _ = watch.start()) {
      return Lifetime.of(start(role, settings, traces), traces).await();
    } catch (NatsServer.StartException | FileJournal.OpenException refused) {
      throw new Cli.Refused(FAILED, List.of(refused.getMessage()), refused);
    } catch (BindException taken) {
      throw new Cli.Refused(FAILED, List.of(cannotListen(settings.api())), taken);
    } catch (IOException failed) {
      throw new Cli.Refused(FAILED, List.of("Cannot serve: " + failed.getMessage()), failed);
    } catch (UncheckedIOException failed) {
      throw new Cli.Refused(FAILED, List.of("Cannot serve: " + failed.getCause()), failed);
    }
  }

  @Override
  public int emulate(Cli.Globals globals, Cli.Emulation wanted, Cli.EmulationEars ears) {
    Part.EMULATOR.require();
    var configuration = load(globals, Map.of(), Set.of(Use.WORKER));
    // Thousands of workers have thousands of things to say that nobody would read.
    Logging.start(LogFormat.TEXT, globals.debug() ? LogLevel.DEBUG : LogLevel.WARN);
    return Lifetime.of(EmulatorRole.start(configuration.settings(), wanted, ears), Traces.idsOnly())
        .await();
  }

  @Override
  public String issueToken(
      Cli.Globals globals, String subject, List<Role> roles, Duration lifetime) {
    return tokens(globals).issue(subject, new HashSet<>(roles), lifetime);
  }

  @Override
  public Cli.TokenReport validateToken(Cli.Globals globals, String token) {
    return switch (tokens(globals).verify(token)) {
      case Tokens.Verdict.Accepted(var claims) ->
          new Cli.TokenReport.Valid(
              claims.id().value(),
              claims.principal().subject(),
              claims.principal().roles().stream().map(Role::text).sorted().toList(),
              String.join(" ", claims.audience()),
              claims.issuedAt(),
              claims.expiresAt());
      case Tokens.Verdict.Refused(var reason) -> new Cli.TokenReport.Invalid(reason);
    };
  }

  @Override
  public List<Cli.Setting> configuration(Cli.Globals globals) {
    return load(globals, Map.of(), Set.of(Use.INSPECTION)).shown().stream()
        .map(shown -> new Cli.Setting(shown.key(), shown.value(), origin(shown)))
        .toList();
  }

  @Override
  public Cli.Admission admission(Cli.Globals globals) {
    return new LocalAdmission(load(globals, Map.of(), Set.of()).settings());
  }

  private static void require(Cli.ProcessRole role) {
    switch (role) {
      case ALL, API -> Part.API.require();
      case NATS, WORKER -> {}
    }
  }

  @Override
  public Cli.Services services(Cli.Globals globals, Optional<Path> root) {
    return HostServices.of(
        globals, root, Osapi::require, role -> load(globals, Map.of(), uses(role)));
  }

  private static String cannotListen(Api api) {
    return "Cannot listen on %s port %d: it is in use, or not ours to take. Choose another with --port or api.server.port."
        .formatted(api.host(), api.port());
  }

  private static String origin(Configuration.Shown shown) {
    var place = shown.origin().place();
    return place.isEmpty() ? "default" : place;
  }

  private static RunningRole start(Cli.ProcessRole role, Settings settings, Tracing tracing)
      throws IOException {
    return switch (role) {
      case ALL -> AllInOne.start(settings, tracing);
      case NATS -> NatsRole.start(settings);
      case API -> ApiRole.start(settings, tracing);
      case WORKER -> WorkerRole.start(settings, tracing);
    };
  }

  private static Traces traces(Cli.ProcessRole role, Settings settings) {
    var service =
        switch (role) {
          case ALL -> "osapi";
          case NATS -> "osapi-nats";
          case API -> "osapi-api";
          case WORKER -> "osapi-worker";
        };
    return Traces.start(
        settings.telemetry().tracing(), source(service), Traces.Console.STDOUT, settings.debug());
  }

  private static Traces.Source source(String service) {
    return new Traces.Source(
        service, Version.current().version(), Surroundings.ofThisProcess().hostName());
  }

  private static Set<Use> uses(Cli.ProcessRole role) {
    return switch (role) {
      case ALL -> Set.of(Use.NATS, Use.API, Use.WORKER);
      case NATS -> Set.of(Use.NATS);
      case API -> Set.of(Use.API);
      case WORKER -> Set.of(Use.WORKER);
    };
  }

  private static Tokens tokens(Cli.Globals globals) {
    Part.API.require();
    var settings = load(globals, Map.of(), Set.of(Use.TOKENS)).settings();
    var keys = settings.signingKeys().stream().map(Secret::bytes).toList();
    return new Tokens(keys, InstantSource.system());
  }

  private static Configuration load(Cli.Globals globals, Map<String, String> flags, Set<Use> uses) {
    try {
      return read(globals, flags, uses);
    } catch (ConfigurationException refused) {
      throw new Cli.Refused(MISUSED, lines(refused.faults()), refused);
    }
  }

  private static Configuration read(Cli.Globals globals, Map<String, String> flags, Set<Use> uses) {
    var all = new HashMap<>(flags);
    if (globals.debug()) {
      all.put(DEBUG, "true");
    }
    return Configuration.load(Sources.ofThisProcess(globals.osapiFile(), all), uses);
  }

  private static List<String> lines(List<Fault> faults) {
    var lines = new ArrayList<String>();
    lines.add(
        "The configuration has " + (faults.size() == 1 ? "a fault:" : faults.size() + " faults:"));
    faults.forEach(fault -> lines.add("  " + fault.text()));
    return lines;
  }
}
