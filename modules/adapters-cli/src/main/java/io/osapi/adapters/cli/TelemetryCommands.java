package io.osapi.adapters.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What hosts tell of themselves. */
final class TelemetryCommands {
  static final String PATH = Api.BASE + "/telemetry";

  private static final int MAX_LIMIT = 1_000;

  private static final List<Column> ITEMS =
      Column.of("received_at", "type", "status", "cpu_percent", "memory_used_percent");

  private static final List<Column> DISKS =
      Column.of(
          "drive",
          "device",
          "total_gb",
          "free_gb",
          "free_percent",
          "read_bytes_per_sec",
          "write_bytes_per_sec");

  private static final List<Column> SERVICES = Column.of("name", "status");

  private TelemetryCommands() {}

  static CommandSpec words() {
    return CommandSpec.create()
        .addSubcommand(
            "get",
            Commands.command(
                    "The newest telemetry of a host, or all of a span of time",
                    TelemetryCommands::get,
                    type(),
                    Commands.duration("--since", "All that came within so long before now, too"),
                    Commands.whole("--limit", "At most so many of those (100)", 1, MAX_LIMIT))
                .addPositional(Commands.argument("<host>", "Name of the host")))
        .addSubcommand(
            "watch",
            Commands.command(
                    "Show telemetry as it comes, until Ctrl-C",
                    TelemetryWatch::run,
                    type(),
                    Commands.duration("--interval", "How often the API is asked (5s)"),
                    Commands.duration("--for", "End after that long"))
                .addPositional(
                    PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel("<host>")
                        .description("Names of hosts; without, all that are live")
                        .build()));
  }

  private static OptionSpec type() {
    return Commands.text("--type", "<type>", "Only system, service or inventory");
  }

  static Api.Request request(Call call, String host) {
    var query = new LinkedHashMap<String, String>();
    call.text("--type").ifPresent(type -> query.put("type", type));
    return Api.Request.get(PATH + "/" + Api.encode(host)).query(query);
  }

  private static int get(Call call) {
    var request = request(call, call.argument());
    var query = new LinkedHashMap<>(request.query());
    call.value("--since", Duration.class).ifPresent(span -> query.put("since", span.toString()));
    call.value("--limit", Integer.class).ifPresent(limit -> query.put("limit", limit.toString()));
    var document = call.api().ask(request.query(query));
    boolean hasWindow = document.containsKey("items");
    call.print(hasWindow ? window(document) : latest(document));
    if (Boolean.TRUE.equals(document.get("truncated"))) {
      call.terminal().note("There is more; ask for a shorter span, or for more with --limit.");
    }
    return Exit.OK;
  }

  private static View window(Map<String, Object> document) {
    return View.table(document, Json.maps(document, "items"), "received_at", ITEMS);
  }

  /** Each type as facts, and its lists as tables. */
  private static View latest(Map<String, Object> document) {
    var parts = new ArrayList<View.Part>();
    var rows = new ArrayList<Map<String, Object>>();
    Json.map(document, "latest")
        .forEach((type, each) -> {
          var record = new LinkedHashMap<>(Json.asMap(each));
          rows.add(Json.asMap(each));
          var disks = Json.maps(record, "disks");
          var services = Json.maps(record, "services");
          if (!type.equals("inventory")) {
            record.remove("disks");
            record.remove("services");
          }
          parts.add(new View.Part.Facts(Facts.of(record)));
          if (!type.equals("inventory") && !disks.isEmpty()) {
            parts.add(new View.Part.Table(DISKS, DISKS, disks));
          }
          if (!services.isEmpty()) {
            parts.add(new View.Part.Table(SERVICES, SERVICES, services));
          }
        });
    return new View(document, rows, "type", parts);
  }
}
