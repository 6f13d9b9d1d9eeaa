package io.osapi.chaos;

import io.osapi.bootstrap.config.Configuration;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.config.Sources;
import io.osapi.bootstrap.config.Use;
import io.osapi.bootstrap.logging.Logging;
import io.osapi.bootstrap.role.ApiRole;
import io.osapi.bootstrap.role.NatsRole;
import io.osapi.bootstrap.role.RunningRole;
import io.osapi.bootstrap.role.WorkerRole;
import io.osapi.bootstrap.telemetry.Traces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One process of the product's roles, with the operations of {@link Effects} in place of its own.
 *
 * <p>Arguments: the role, the configuration file, the file of the effects, and what differs from
 * the configuration, each {@code key=value}.
 */
final class Node {
  private Node() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var flags = new HashMap<String, String>();
    Arrays.stream(arguments)
        .skip(3)
        .map(argument -> argument.split("=", 2))
        .forEach(pair -> flags.put(pair[0], pair[1]));
    var settings =
        Configuration.load(
                Sources.ofThisProcess(Optional.of(Path.of(arguments[1])), flags),
                uses(arguments[0]))
            .settings();
    var logging = settings.telemetry().logging();
    Logging.start(logging.format(), logging.level());
    var role = start(arguments[0], settings, Path.of(arguments[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(role::close));
    role.failure().toCompletableFuture().join();
  }

  private static RunningRole start(String role, Settings settings, Path effects)
      throws IOException {
    return switch (role) {
      case "nats" -> NatsRole.start(settings);
      case "api" -> ApiRole.start(settings, Effects.CATALOGUE, Traces.idsOnly());
      default ->
          WorkerRole.start(settings, Effects.CATALOGUE, new Effects(effects), Traces.idsOnly());
    };
  }

  private static Set<Use> uses(String role) {
    return Map.of("nats", Set.of(Use.NATS), "api", Set.of(Use.API))
        .getOrDefault(role, Set.of(Use.WORKER));
  }
}
