package io.osapi.adapters.cli;

import io.osapi.domain.operation.Catalogue;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** All commands, as a table of words. */
final class CommandTree {
  private CommandTree() {}

  static CommandSpec of(Catalogue catalogue) {
    var root = Commands.group("Turns Linux hosts into managed appliances.").name("osapi");
    addGlobals(root);
    Commands.examples(
        root,
        "osapi start                                 everything on this host",
        "osapi client system status -T _all          what all hosts say",
        "osapi client network ping -a 192.0.2.1      one host pings another",
        "",
        "Exit codes: 0 ok, 1 error, 2 usage, 3 some or all hosts failed, 4 not authenticated,",
        "5 forbidden, 6 not found, 7 timed out, 8 conflict, 9 unavailable, 130 interrupted.");
    return root.addSubcommand("client", client(catalogue))
        .addSubcommand("start", RoleCommands.all())
        .addSubcommand("api", RoleCommands.api())
        .addSubcommand("nats", RoleCommands.nats())
        .addSubcommand("job", RoleCommands.worker())
        .addSubcommand("token", TokenCommands.group())
        .addSubcommand("config", LocalCommands.config())
        .addSubcommand("completion", CompletionCommand.of())
        .addSubcommand("version", LocalCommands.version())
        .addSubcommand("__hosts", CompletionCommand.hosts());
  }

  private static CommandSpec client(Catalogue catalogue) {
    var client = Commands.group("Ask the API: operations, jobs, workers, health");
    OperationCommands.addTo(client, catalogue);
    return client
        .addSubcommand("job", JobCommands.group())
        .addSubcommand("worker", FleetCommands.worker())
        .addSubcommand("operation", CatalogueCommands.group())
        .addSubcommand("health", ProbeCommands.health())
        .addSubcommand("metrics", ProbeCommands.metrics());
  }

  /** Before any word is added below the root: words take what is there when they are added. */
  private static void addGlobals(CommandSpec root) {
    root.addOption(
        global("-f", "--osapi-file")
            .type(Path.class)
            .arity("1")
            .paramLabel("<file>")
            .description("Configuration file (default: /etc/osapi/osapi.yaml, if it is there)")
            .build());
    root.addOption(
        global("-o", "--output")
            .type(Cli.Format.class)
            .arity("1")
            .paramLabel("<format>")
            .completionCandidates(CommandLineRunner.formats())
            .description("table (the default), wide, json, jsonl, yaml or name")
            .build());
    root.addOption(flag("Short for -o json", "-j", "--json"));
    root.addOption(flag("Only data and errors", "-q", "--quiet"));
    root.addOption(flag("No colours; NO_COLOR and CLICOLOR_FORCE count too", "--no-color"));
    root.addOption(flag("Stack traces and the console trace exporter", "-d", "--debug"));
    root.addOption(
        global("-h", "--help")
            .type(Boolean.class)
            .arity("0")
            .usageHelp(true)
            .description("This text")
            .build());
    root.addOption(
        global("-V", "--version")
            .type(Boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("The version")
            .build());
  }

  private static OptionSpec flag(String about, String... names) {
    return global(names).type(Boolean.class).arity("0").description(about).build();
  }

  private static OptionSpec.Builder global(String... names) {
    return OptionSpec.builder(names).scopeType(ScopeType.INHERIT);
  }
}
