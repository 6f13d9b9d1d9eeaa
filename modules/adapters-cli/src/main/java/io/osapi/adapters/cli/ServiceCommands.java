package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cli.ProcessRole;
import io.osapi.adapters.cli.Cli.ServiceReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/** The roles as services of systemd. */
final class ServiceCommands {
  private ServiceCommands() {}

  static CommandSpec words() {
    return CommandSpec.create()
        .addSubcommand(
            "install",
            Commands.examples(
                Commands.command(
                        "Start a role with the host, in the walls that its unit draws around it",
                        ServiceCommands::install,
                        Commands.flag(
                            "--now",
                            "Start it now, too; refused while the configuration" + " has faults"),
                        root())
                    .addPositional(role("Which role (default: all, in one process)")),
                "osapi service install worker --now",
                "osapi service install api --root /mnt/image"))
        .addSubcommand(
            "uninstall",
            Commands.command(
                    "Stop a role and start it no more; its configuration and data stay",
                    ServiceCommands::uninstall,
                    root())
                .addPositional(role("Which role (default: all, in one process)")))
        .addSubcommand(
            "status",
            Commands.command("What systemd knows of the roles here", ServiceCommands::status)
                .addPositional(role("Which role (default: those that are installed)")));
  }

  private static int install(Call call) {
    var role = role(call).orElse(ProcessRole.ALL);
    boolean now = call.has("--now");
    var root = rootOf(call);
    if (now && root.isPresent()) {
      throw Refusals.usage("--now does not go with --root: nothing runs there.");
    }
    var file = call.product().services(call.globals(), root).install(role, now);
    call.terminal().note(file + " is enabled" + (now ? " and started." : "."));
    if (!now && root.isEmpty()) {
      call.terminal().note("Start it with 'systemctl start " + file.getFileName() + "'.");
    }
    return Exit.OK;
  }

  private static int uninstall(Call call) {
    var role = role(call).orElse(ProcessRole.ALL);
    if (!call.product().services(call.globals(), rootOf(call)).uninstall(role)) {
      throw notInstalled(role);
    }
    call.terminal().note("It starts no more. Configuration and data are as they were.");
    return Exit.OK;
  }

  private static int status(Call call) {
    var services = call.product().services(call.globals(), Optional.empty());
    var asked = role(call);
    var reports =
        asked
            .map(Stream::of)
            .orElseGet(() -> Stream.of(ProcessRole.values()))
            .map(services::status)
            .filter(report -> report.file().isPresent())
            .toList();
    if (reports.isEmpty() && asked.isPresent()) {
      throw notInstalled(asked.get());
    }
    var rows = reports.stream().map(ServiceCommands::row).toList();
    call.print(
        View.table(
            rows,
            rows,
            "unit",
            Column.of("unit", "enabled", "active", "since", "main_pid", "says")));
    return Exit.OK;
  }

  private static Cli.Refused notInstalled(ProcessRole role) {
    var name = word(role);
    return new Cli.Refused(
        Exit.NOT_FOUND,
        List.of(
            "The role " + name + " is no service here.",
            "'osapi service install " + name + "' makes it one."));
  }

  private static Map<String, Object> row(ServiceReport report) {
    var row = new LinkedHashMap<String, Object>();
    row.put("unit", report.unit());
    report.file().ifPresent(file -> row.put("file", file.toString()));
    row.put("enabled", report.enabled());
    row.put("active", report.active());
    report.since().ifPresent(since -> row.put("since", since.toString()));
    report.mainPid().ifPresent(pid -> row.put("main_pid", pid));
    report.says().ifPresent(says -> row.put("says", says));
    return row;
  }

  private static Optional<ProcessRole> role(Call call) {
    return call.parsed().hasMatchedPositional(0)
        ? Optional.of(call.parsed().matchedPositionalValue(0, ProcessRole.ALL))
        : Optional.empty();
  }

  private static PositionalParamSpec role(String about) {
    return PositionalParamSpec.builder()
        .index("0")
        .arity("0..1")
        .type(ProcessRole.class)
        .paramLabel("<role>")
        .description("all, nats, api or worker. " + about)
        .completionCandidates(Stream.of(ProcessRole.values()).map(ServiceCommands::word).toList())
        .build();
  }

  private static String word(ProcessRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Path> rootOf(Call call) {
    return call.value("--root", Path.class);
  }

  private static OptionSpec root() {
    return OptionSpec.builder("--root")
        .type(Path.class)
        .arity("1")
        .paramLabel("<directory>")
        .description("Of the file system that it is for, where that is an image and not this host")
        .converters(text -> {
          var directory = Path.of(text).toAbsolutePath().normalize();
          if (!Files.isDirectory(directory)) {
            throw new TypeConversionException("is no directory: '" + text + "'");
          }
          return directory;
        })
        .build();
  }
}
