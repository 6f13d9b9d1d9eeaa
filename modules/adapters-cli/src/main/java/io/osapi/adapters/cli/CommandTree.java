package io.osapi.adapters.cli;

import io.osapi.domain.operation.Catalogue;
import picocli.CommandLine.Model.CommandSpec;

/** All commands, as a table of words. */
final class CommandTree {
  private CommandTree() {}

  static CommandSpec of(Catalogue catalogue, Typed typed) {
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
    typed.add(
        root,
        "client",
        "Ask the API: operations, jobs, workers, health",
        () -> client(catalogue, typed));
    typed.add(
        root, "start", "Start NATS, the API and a worker on this host", RoleCommands::startAll);
    typed.add(root, "api", "The API server", RoleCommands::api);
    typed.add(root, "nats", "The NATS server", RoleCommands::nats);
    typed.add(
        root, "job", "Workers on this host; for jobs see 'osapi client job'", RoleCommands::worker);
    typed.add(root, "bench", "Put load on a system: jobs, emulated workers", BenchCommands::words);
    typed.add(
        root,
        "worker",
        "Who may connect to the broker of this host; for the fleet see 'osapi client worker'",
        AdmissionCommands::worker);
    typed.add(root, "service", "Have systemd run the roles of this host", ServiceCommands::words);
    typed.add(root, "token", "Make and check API tokens", TokenCommands::words);
    typed.add(root, "config", "Check and show the configuration", LocalCommands::config);
    typed.add(
        root, "completion", "Print a completion script for a shell", CompletionCommand::words);
    typed.add(root, "version", "Show version, commit and JDK", LocalCommands::version);
    return root.addSubcommand("__hosts", CompletionCommand.hosts());
  }

  private static CommandSpec client(Catalogue catalogue, Typed typed) {
    var client = CommandSpec.create();
    OperationCommands.addTo(client, catalogue, typed);
    typed.add(
        client,
        "job",
        "Jobs: add, run, get, list, status, retry, cancel, delete",
        JobCommands::words);
    typed.add(client, "worker", "The workers, one for each host", FleetCommands::words);
    typed.add(client, "telemetry", "What hosts tell of themselves", TelemetryCommands::words);
    typed.add(client, "operation", "What workers can do", CatalogueCommands::words);
    typed.add(client, "health", "Whether the API answers", ProbeCommands::health);
    typed.add(client, "metrics", "The metrics of the API process, as text", ProbeCommands::metrics);
    return client;
  }
}
