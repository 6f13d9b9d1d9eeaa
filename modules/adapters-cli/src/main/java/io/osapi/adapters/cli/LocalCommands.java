package io.osapi.adapters.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What this program knows of itself: configuration and version. */
final class LocalCommands {
  private LocalCommands() {}

  static CommandSpec config() {
    return CommandSpec.create()
        .addSubcommand(
            "validate", Commands.command("Name every fault at once", LocalCommands::validate))
        .addSubcommand(
            "show",
            Commands.command(
                "Show every setting in effect; secrets are masked",
                LocalCommands::show,
                Commands.flag("--origin", "Say where each value came from")));
  }

  static CommandSpec version() {
    return Commands.command(LocalCommands::version, List.of());
  }

  private static int validate(Call call) {
    int settings = call.product().configuration(call.globals()).size();
    call.terminal().note("The configuration is valid (" + settings + " settings).");
    return Exit.OK;
  }

  private static int show(Call call) {
    boolean origin = call.has("--origin");
    var rows = new ArrayList<Map<String, Object>>();
    for (var setting : call.product().configuration(call.globals())) {
      var row = new LinkedHashMap<String, Object>();
      row.put("key", setting.key());
      row.put("value", setting.value());
      if (origin) {
        row.put("origin", setting.origin());
      }
      rows.add(row);
    }
    var columns = origin ? Column.of("key", "value", "origin") : Column.of("key", "value");
    call.print(View.table(rows, rows, "key", columns));
    return Exit.OK;
  }

  private static int version(Call call) {
    var version = call.product().version();
    var document = new LinkedHashMap<String, Object>();
    document.put("version", version.version());
    document.put("commit", version.commit());
    document.put("jdk", version.jdk());
    call.print(View.facts(document, "version"));
    return Exit.OK;
  }
}
