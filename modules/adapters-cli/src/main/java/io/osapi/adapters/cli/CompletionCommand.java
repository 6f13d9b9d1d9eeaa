package io.osapi.adapters.cli;

import io.osapi.domain.worker.HostName;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Completion scripts for shells, generated from the commands. */
final class CompletionCommand {
  private CompletionCommand() {}

  static CommandSpec words() {
    var bash =
        Commands.command(
            "For bash: osapi completion bash > /etc/bash_completion.d/osapi",
            CompletionCommand::bash);
    var zsh =
        Commands.command(
            "For zsh: osapi completion zsh > ~/.osapi-completion; source it in ~/.zshrc",
            CompletionCommand::bash);
    var fish =
        Commands.command(
            "For fish: osapi completion fish > ~/.config/fish/completions/osapi.fish",
            CompletionCommand::fish);
    return CommandSpec.create()
        .addSubcommand("bash", bash)
        .addSubcommand("zsh", zsh)
        .addSubcommand("fish", fish);
  }

  /** For the scripts: a name a line, nothing when the API does not answer. */
  static CommandSpec hosts() {
    var hosts = Commands.command("Names of the live hosts", CompletionCommand::hosts);
    hosts.usageMessage().hidden(true);
    return hosts;
  }

  /** zsh reads it too, through its own bashcompinit. */
  private static int bash(Call call) {
    call.terminal().data(withHosts(AutoComplete.bash("osapi", tree(call))).stripTrailing());
    return Exit.OK;
  }

  private static int fish(Call call) {
    FishCompletion.lines(tree(call).getCommandSpec()).forEach(call.terminal()::data);
    return Exit.OK;
  }

  private static CommandLine tree(Call call) {
    return new CommandLine(CommandTree.of(call.catalogue(), Typed.everything()));
  }

  /** Where the generated script leaves a target's value open, the live hosts are offered. */
  private static String withHosts(String script) {
    return script.replaceAll(
        "(-T\\|--target|--target\\|-T|'-T'\\|'--target'|'--target'\\|'-T')\\)\\n(\\s*)return",
        "$1)\n$2COMPREPLY=( \\$( compgen -W \"_any _all \\$(osapi __hosts 2>/dev/null)\" -- \"\\$curr_word\" ) )\n$2return");
  }

  private static int hosts(Call call) {
    var workers = Json.maps(call.api().ask(Api.Request.get(FleetCommands.PATH)), "workers");
    names(workers).forEach(call.terminal()::data);
    return Exit.OK;
  }

  private static List<String> names(List<Map<String, Object>> workers) {
    return workers.stream()
        .flatMap(worker -> Json.text(worker, "hostname").stream())
        // A shell will split and expand what it completes.
        .filter(HostName::isValid)
        .toList();
  }
}
