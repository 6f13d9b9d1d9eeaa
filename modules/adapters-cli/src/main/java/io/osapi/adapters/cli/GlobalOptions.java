package io.osapi.adapters.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The options that may stand behind any word of a command. */
final class GlobalOptions {
  private GlobalOptions() {}

  static void addTo(CommandSpec root) {
    root.addOption(
        option("-f", "--osapi-file")
            .type(Path.class)
            .converters(Path::of)
            .arity("1")
            .paramLabel("<file>")
            .description("Configuration file (default: /etc/osapi/osapi.yaml, if it is there)")
            .build());
    root.addOption(
        option("-o", "--output")
            .type(Cli.Format.class)
            .arity("1")
            .paramLabel("<format>")
            .completionCandidates(formats())
            .description("table (the default), wide, json, jsonl, yaml or name")
            .build());
    root.addOption(flag("Short for -o json", "-j", "--json").build());
    root.addOption(flag("Only data and errors", "-q", "--quiet").build());
    root.addOption(flag("No colours; NO_COLOR and CLICOLOR_FORCE count too", "--no-color").build());
    root.addOption(flag("Stack traces and the console trace exporter", "-d", "--debug").build());
    root.addOption(flag("This text", "-h", "--help").usageHelp(true).build());
    root.addOption(flag("The version", "-V", "--version").versionHelp(true).build());
  }

  static Cli.Globals of(ParseResult parsed) {
    return new Cli.Globals(
        find(parsed, "--osapi-file", Path.class),
        has(parsed, "--debug"),
        has(parsed, "--json")
            ? Cli.Format.JSON
            : find(parsed, "--output", Cli.Format.class).orElse(Cli.Format.TABLE),
        has(parsed, "--no-color"),
        has(parsed, "--quiet"));
  }

  /** For help, which is drawn before anything is parsed. */
  static Cli.Globals beforeParsing(String... arguments) {
    boolean noColor = List.of(arguments).contains("--no-color");
    return new Cli.Globals(Optional.empty(), false, Cli.Format.TABLE, noColor, false);
  }

  static boolean askForVersion(ParseResult parsed) {
    return has(parsed, "--version");
  }

  private static boolean has(ParseResult parsed, String option) {
    return find(parsed, option, Boolean.class).orElse(false);
  }

  /** Each word of the command has its own part of what was parsed; the last one counts. */
  private static <T> Optional<T> find(ParseResult parsed, String option, Class<T> type) {
    return parsed.asCommandLineList().reversed().stream()
        .map(CommandLine::getParseResult)
        .filter(part -> part.hasMatchedOption(option))
        .findFirst()
        .map(part -> type.cast(part.matchedOptionValue(option, (Object) null)));
  }

  private static List<String> formats() {
    return List.of(Cli.Format.values()).stream()
        .map(format -> format.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static OptionSpec.Builder flag(String about, String... names) {
    return option(names).type(Boolean.class).arity("0").description(about);
  }

  private static OptionSpec.Builder option(String... names) {
    return OptionSpec.builder(names).scopeType(ScopeType.INHERIT);
  }
}
