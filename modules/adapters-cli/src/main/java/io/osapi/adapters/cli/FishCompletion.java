package io.osapi.adapters.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script of fish, a line for every word and option (fish: complete(1)). */
final class FishCompletion {
  private FishCompletion() {}

  static List<String> lines(CommandSpec root) {
    var lines = new ArrayList<String>();
    lines.add("# Completion of osapi for fish.");
    lines.add("function __osapi_is_at");
    lines.add("  set -l words (commandline -opc | string match -v -- '-*')");
    lines.add("  test \"$words[2..-1]\" = \"$argv\"");
    lines.add("end");
    lines.add("complete -c osapi -f");
    root.options().forEach(option -> lines.add("complete -c osapi" + option(option)));
    add(lines, "", root);
    return lines;
  }

  private static void add(List<String> lines, String words, CommandSpec command) {
    var at = "complete -c osapi -n '__osapi_is_at " + words + "'";
    for (var name : new LinkedHashSet<>(command.subcommands().keySet())) {
      var sub = command.subcommands().get(name).getCommandSpec();
      if (!sub.usageMessage().hidden()) {
        lines.add(at + " -a " + name + " -d " + quoted(summary(sub)));
        add(lines, (words + " " + name).strip(), sub);
      }
    }
    command.options().stream()
        .filter(option -> !option.inherited() && command.parent() != null)
        .forEach(option -> lines.add(at + option(option)));
  }

  private static String option(OptionSpec option) {
    var text = new StringBuilder();
    for (var name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      text.append(" -r").append(values(option));
    }
    return text + " -d " + quoted(String.join(" ", option.description()));
  }

  private static String values(OptionSpec option) {
    if (List.of(option.names()).contains("--target")) {
      return " -a '_any _all (osapi __hosts 2>/dev/null)'";
    } else if (option.completionCandidates() != null) {
      return " -a '" + String.join(" ", option.completionCandidates()) + "'";
    }
    return option.type() == Path.class ? " -F" : "";
  }

  private static String summary(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  private static String quoted(String description) {
    return "'"
        + CommandLine.Help.Ansi.OFF
            .string(description.replace("%%", "%"))
            .replace("\\", "\\\\")
            .replace("'", "\\'")
        + "'";
  }
}
