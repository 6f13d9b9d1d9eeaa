package io.osapi.adapters.cli;

import io.osapi.domain.operation.Catalogue;
import picocli.CommandLine.Model.CommandSpec;

/** All commands, as a table of words. */
final class CommandTree {
  private CommandTree() {}

  static CommandSpec of(Catalogue catalogue) {
    var root = Commands.group("Turns Linux hosts into managed appliances.").name("osapi");
    // Before any word is added: words take what is there when they are added.
    GlobalOptions.addTo(root);
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
}
