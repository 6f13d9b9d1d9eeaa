package io.osapi.adapters.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Who is there to run operations. */
final class FleetCommands {
  static final String PATH = Api.BASE + "/workers";

  private static final List<Column> COLUMNS =
      Column.of(
          "hostname", "liveness", "state", "labels", "version", "running_jobs", "last_heartbeat");

  private static final List<Column> WIDE =
      Column.of(
          "hostname",
          "liveness",
          "state",
          "labels",
          "version",
          "platform",
          "running_jobs",
          "last_heartbeat",
          "capabilities");

  private FleetCommands() {}

  static CommandSpec words() {
    return CommandSpec.create()
        .addSubcommand("list", list())
        .addSubcommand(
            "get",
            Commands.command("One worker with its facts", FleetCommands::get)
                .addPositional(Commands.argument("<host>", "Name of the worker's host")));
  }

  static CommandSpec list() {
    return Commands.command("List the workers and whether they are live", FleetCommands::list);
  }

  private static int list(Call call) {
    var document = call.api().ask(Api.Request.get(PATH));
    var workers = Json.maps(document, "workers");
    call.print(View.table(document, workers, "hostname", COLUMNS, WIDE));
    long live =
        workers.stream()
            .filter(each -> Json.text(each, "liveness").filter("live"::equals).isPresent())
            .count();
    call.terminal().note(Words.count(workers.size(), "worker") + ", " + live + " live");
    return Exit.OK;
  }

  private static int get(Call call) {
    var path = PATH + "/" + Api.encode(call.argument());
    call.print(View.facts(call.api().ask(Api.Request.get(path)), "hostname"));
    return Exit.OK;
  }
}
