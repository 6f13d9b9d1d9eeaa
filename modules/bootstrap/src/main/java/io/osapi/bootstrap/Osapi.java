package io.osapi.bootstrap;

import io.osapi.adapters.cli.Cli;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.adapters.os.journal.FileJournal;
import io.osapi.bootstrap.config.Api;
import io.osapi.bootstrap.config.Configuration;
import io.osapi.bootstrap.config.ConfigurationException;
import io.osapi.bootstrap.config.Fault;
import io.osapi.bootstrap.config.Secret;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.config.Sources;
import io.osapi.bootstrap.config.Telemetry;
import io.osapi.bootstrap.config.Use;
import io.osapi.bootstrap.logging.LogFormat;
import io.osapi.bootstrap.logging.LogLevel;
import io.osapi.bootstrap.logging.Logging;
import io.osapi.bootstrap.role.AllInOne;
import io.osapi.bootstrap.role.ApiRole;
import io.osapi.bootstrap.role.NatsRole;
import io.osapi.bootstrap.role.RunningRole;
import io.osapi.bootstrap.role.Version;
import io.osapi.bootstrap.role.WorkerRole;
import io.osapi.domain.access.Role;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    var client = load(globals, Map.of(), Set.of(Use.INSPECTION)).settings().client();
    return new Cli.ClientSettings(client.url(), client.bearerToken().map(Secret::reveal));
  }

  @Override
  public int start(Cli.ProcessRole role, Cli.Globals globals, Map<String, String> flags) {
    var configuration = load(globals, flags, uses(role));
    startLogging(configuration.settings().telemetry().logging());
    var log = System.getLogger(Osapi.class.getName());
    configuration.warnings().forEach(warning -> log.log(System.Logger.Level.WARNING, warning));
    try {
      return Lifetime.of(start(role, configuration.settings())).await();
    } catch (NatsServer.StartException | FileJournal.OpenException refused) {
      throw new Cli.Refused(FAILED, List.of(refused.getMessage()), refused);
    } catch (BindException taken) {
      throw new Cli.Refused(FAILED, List.of(cannotListen(configuration.settings().api())), taken);
    }
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
        .map(shown -> new Cli.Setting(shown.key(), shown.value(), shown.origin().place()))
        .toList();
  }

  private static void startLogging(Telemetry.Logging settings) {
    var format =
        switch (settings.format()) {
          case TEXT -> LogFormat.TEXT;
          case JSON -> LogFormat.JSON;
        };
    var level =
        switch (settings.level()) {
          case ERROR -> LogLevel.ERROR;
          case WARN -> LogLevel.WARN;
          case INFO -> LogLevel.INFO;
          case DEBUG -> LogLevel.DEBUG;
          case TRACE -> LogLevel.TRACE;
        };
    Logging.start(format, level);
  }

  private static String cannotListen(Api api) {
    return "Cannot listen on %s port %d: it is in use, or not ours to take. Choose another with --port or api.server.port."
        .formatted(api.host(), api.port());
  }

  private static RunningRole start(Cli.ProcessRole role, Settings settings) throws BindException {
    return switch (role) {
      case ALL -> AllInOne.start(settings);
      case NATS -> NatsRole.start(settings.nats());
      case API -> ApiRole.start(settings);
      case WORKER -> WorkerRole.start(settings);
    };
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
    var settings = load(globals, Map.of(), Set.of(Use.TOKENS)).settings();
    return new Tokens(settings.signingKey().bytes(), InstantSource.system());
  }

  private static Configuration load(Cli.Globals globals, Map<String, String> flags, Set<Use> uses) {
    var all = new HashMap<>(flags);
    if (globals.debug()) {
      all.put(DEBUG, "true");
    }
    try {
      return Configuration.load(Sources.ofThisProcess(globals.osapiFile(), all), uses);
    } catch (ConfigurationException refused) {
      throw new Cli.Refused(MISUSED, lines(refused.faults()), refused);
    }
  }

  private static List<String> lines(List<Fault> faults) {
    var lines = new ArrayList<String>();
    lines.add(
        "The configuration has " + (faults.size() == 1 ? "a fault:" : faults.size() + " faults:"));
    faults.forEach(fault -> lines.add("  " + fault.text()));
    return lines;
  }
}
