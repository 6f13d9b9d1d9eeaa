package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Typed.Word;
import io.osapi.domain.operation.Catalogue;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** All commands, as a table of words. */
final class CommandTree {
  /** For completion scripts: no help names it. */
  private static final String HOSTS = "__hosts";

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
    if (typed.has(HOSTS)) {
      root.addSubcommand(HOSTS, CompletionCommand.hosts());
    }
    return typed.add(
        root,
        List.of(
            new Word(
                "client",
                "Ask the API: operations, jobs, workers, health",
                behind -> client(catalogue, behind)),
            Word.of(
                "start", "Start NATS, the API and a worker on this host", RoleCommands::startAll),
            new Word("api", "The API server", RoleCommands::api),
            new Word("nats", "The NATS server", RoleCommands::nats),
            new Word(
                "job",
                "Workers on this host; for jobs see 'osapi client job'",
                RoleCommands::worker),
            Word.of("bench", "Put load on a system: jobs, emulated workers", BenchCommands::words),
            Word.of(
                "worker",
                "Who may connect to the broker of this host; for the fleet see 'osapi client"
                    + " worker'",
                AdmissionCommands::worker),
            Word.of("service", "Have systemd run the roles of this host", ServiceCommands::words),
            Word.of("token", "Make and check API tokens", TokenCommands::words),
            Word.of("config", "Check and show the configuration", LocalCommands::config),
            Word.of(
                "completion", "Print a completion script for a shell", CompletionCommand::words),
            Word.of("version", "Show version, commit and JDK", LocalCommands::version)));
  }

  private static CommandSpec client(Catalogue catalogue, Typed typed) {
    var words = new ArrayList<>(OperationCommands.words(catalogue));
    words.add(
        new Word(
            "job", "Jobs: add, run, get, list, status, retry, cancel, delete", JobCommands::words));
    words.add(Word.of("worker", "The workers, one for each host", FleetCommands::words));
    words.add(Word.of("telemetry", "What hosts tell of themselves", TelemetryCommands::words));
    words.add(Word.of("operation", "What workers can do", CatalogueCommands::words));
    words.add(Word.of("health", "Whether the API answers", ProbeCommands::health));
    words.add(
        Word.of("metrics", "The metrics of the API process, as text", ProbeCommands::metrics));
    return typed.add(CommandSpec.create(), words);
  }
}
