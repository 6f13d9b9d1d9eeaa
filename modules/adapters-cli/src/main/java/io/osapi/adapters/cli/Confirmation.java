package io.osapi.adapters.cli;

import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.worker.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks before a command changes several hosts. */
final class Confirmation {
  private Confirmation() {}

  static boolean concerns(Operation<?, ?> operation) {
    return operation.effect() != Effect.QUERY;
  }

  /**
   * Returns when there is nothing to ask, or somebody said yes.
   *
   * @throws Cli.Refused if somebody said no, or nobody is there to ask and {@code --yes} is missing
   */
  static void require(Call call, Api api, Operation<?, ?> operation, String target) {
    if (!concerns(operation) || call.has("--yes")) {
      return;
    }
    switch (Target.parse(target, "--target")) {
      case Target.Any _, Target.Host _ -> {
        return;
      }
      case Target.All _ -> ask(call, api, operation, Labels.NONE);
      case Target.Label(var key, var path) ->
          ask(call, api, operation, new Labels(Map.of(key, path)));
    }
  }

  private static void ask(Call call, Api api, Operation<?, ?> operation, Labels wanted) {
    if (!call.terminal().canAsk()) {
      throw Refusals.usage(
          "This " + deed(operation) + " on every host of the target.",
          "Say --yes: there is no terminal to ask on.");
    }
    var hosts = Words.count(liveHosts(api, wanted), "host");
    if (!call.terminal().confirms("This " + deed(operation) + " on " + hosts + ". Continue?")) {
      throw new Cli.Refused(Exit.ERROR, List.of("Nothing was changed."));
    }
  }

  private static String deed(Operation<?, ?> operation) {
    return switch (operation.effect()) {
      case QUERY -> "will read " + Words.noun(operation.name().resource());
      case MODIFY -> "will change " + Words.noun(operation.name().resource());
      case EXECUTE -> "will run " + operation.name();
    };
  }

  private static int liveHosts(Api api, Labels wanted) {
    var workers = Json.maps(api.ask(Api.Request.get(FleetCommands.PATH)), "workers");
    return (int)
        workers.stream()
            .filter(worker -> Json.text(worker, "liveness").filter("live"::equals).isPresent())
            .filter(worker -> isWanted(Json.map(worker, "labels"), wanted))
            .count();
  }

  private static boolean isWanted(Map<String, Object> labels, Labels wanted) {
    var texts = new TreeMap<String, String>();
    labels.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return wanted.values().entrySet().stream()
        .allMatch(label -> new Labels(texts).isAtOrBelow(label.getKey(), label.getValue()));
  }
}
