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
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One process of the product's roles, with the operations of {@link Effects} in place of its own.
 */
final class Node {
  private Node() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var flags = new HashMap<String, String>();
    if (arguments.length > 2) {
      flags.put("job.worker.hostname", arguments[2]);
      flags.put("job.worker.state_dir", arguments[4]);
    }
    var settings =
        Configuration.load(
                Sources.ofThisProcess(Optional.of(Path.of(arguments[1])), flags),
                uses(arguments[0]))
            .settings();
    var logging = settings.telemetry().logging();
    Logging.start(logging.format(), logging.level());
    var role = start(arguments, settings);
    Runtime.getRuntime().addShutdownHook(new Thread(role::close));
    role.failure().toCompletableFuture().join();
  }

  private static RunningRole start(String[] arguments, Settings settings) throws IOException {
    return switch (arguments[0]) {
      case "nats" -> NatsRole.start(settings.nats());
      case "api" -> ApiRole.start(settings, Effects.CATALOGUE);
      default -> WorkerRole.start(settings, Effects.CATALOGUE, new Effects(Path.of(arguments[3])));
    };
  }

  private static Set<Use> uses(String role) {
    return Map.of("nats", Set.of(Use.NATS), "api", Set.of(Use.API))
        .getOrDefault(role, Set.of(Use.WORKER));
  }
}
