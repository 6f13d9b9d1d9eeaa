package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cli.Enrolled;
import io.osapi.adapters.cli.Typed.Word;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Who may connect to the broker; on its own host, where its state is. */
final class AdmissionCommands {
  private AdmissionCommands() {}

  static CommandSpec worker() {
    return CommandSpec.create()
        .addSubcommand(
            "enroll",
            Commands.examples(
                Commands.command(
                    "Let a worker connect: write its credentials and print its configuration",
                    AdmissionCommands::enroll,
                    hostname(),
                    RoleCommands.label(),
                    Commands.text(
                        "--file",
                        "<file>",
                        "Where to write the credentials (default: <hostname>.nk in this"
                            + " directory)"),
                    deviceId(),
                    Commands.flag(
                        "--here",
                        "The worker is on this host and runs as another user: keep the credentials"
                            + " with the broker's, where it finds them")),
                "osapi worker enroll --hostname web-01 --label group=web.dev --file web-01.nk"))
        .addSubcommand(
            "revoke",
            Commands.command(
                "Let a worker connect no more, and disconnect it",
                AdmissionCommands::revoke,
                hostname()))
        .addSubcommand(
            "enrolled", Commands.command("Who may connect", AdmissionCommands::enrolled));
  }

  static Word permissions() {
    return Word.of(
        "permissions",
        "Print the accounts and permissions for a NATS server of your own",
        () -> Commands.command(AdmissionCommands::printPermissions, List.of()));
  }

  private static int enroll(Call call) {
    var host = call.value("--hostname", HostName.class).orElseThrow();
    if (call.has("--here")) {
      return enrollHere(call, host);
    }
    var file = Path.of(call.text("--file").orElse(host + ".nk")).toAbsolutePath();
    var device = call.value("--device-id", DeviceId.class);
    call.product().admission(call.globals()).enroll(host, device, file);
    call.terminal()
        .note(
            "Wrote "
                + file
                + " (mode 0600). Move it to "
                + host
                + " over a channel that nobody else reads, and delete it here.");
    call.terminal().data(configuration(host, labels(call), file.getFileName()) + edge(device));
    return Exit.OK;
  }

  private static int enrollHere(Call call, HostName host) {
    if (call.has("--file")) {
      throw Refusals.usage(
          "--here does not go with --file: the credentials stay with the broker's.");
    }
    call.product().admission(call.globals()).enrollHere(host);
    call.terminal().note(host + " may connect from this host. Its worker need not be configured.");
    return Exit.OK;
  }

  /** What the worker's configuration has to say; the host of the broker is the reader's to know. */
  private static String configuration(HostName host, List<String> labels, Path file) {
    var text =
        new StringBuilder(
            """
            job:
              worker:
                hostname: %s
            """
                .formatted(quoted(host.value())));
    if (!labels.isEmpty()) {
      text.append("    labels:\n");
      labels.forEach(label -> {
        int sign = label.indexOf('=');
        text.append("      ")
            .append(quoted(label.substring(0, sign)))
            .append(": ")
            .append(quoted(label.substring(sign + 1)))
            .append('\n');
      });
    }
    return text.append("    nats:\n      host: <the broker's host>\n      credentials_file: ")
        .append(quoted("/etc/osapi/" + file))
        .toString();
  }

  private static String edge(Optional<DeviceId> device) {
    return device.map(id -> "\nagent:\n  device_id: " + quoted(id.value())).orElse("");
  }

  /** Names such as {@code on} and {@code 1.0} are texts to us, and something else to YAML. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static List<String> labels(Call call) {
    return call.parsed().matchedOptionValue("--label", List.<String>of());
  }

  private static int revoke(Call call) {
    var host = call.value("--hostname", HostName.class).orElseThrow();
    if (!call.product().admission(call.globals()).revoke(host)) {
      throw new Cli.Refused(Exit.NOT_FOUND, List.of("No worker is enrolled as " + host + "."));
    }
    call.terminal().note(host + " may no longer connect.");
    return Exit.OK;
  }

  private static int enrolled(Call call) {
    var rows =
        call.product().admission(call.globals()).enrolled().stream()
            .map(AdmissionCommands::row)
            .collect(Collectors.toList());
    call.print(
        View.table(rows, rows, "hostname", Column.of("hostname", "enrolled_at", "public_key")));
    return Exit.OK;
  }

  private static Map<String, Object> row(Enrolled worker) {
    var row = new LinkedHashMap<String, Object>();
    row.put("hostname", worker.host().value());
    row.put("enrolled_at", worker.at().toString());
    row.put("public_key", worker.publicKey());
    return row;
  }

  private static int printPermissions(Call call) {
    call.terminal().data(call.product().admission(call.globals()).permissions().stripTrailing());
    return Exit.OK;
  }

  private static OptionSpec hostname() {
    return OptionSpec.builder("--hostname")
        .type(HostName.class)
        .arity("1")
        .required(true)
        .paramLabel("<name>")
        .description("Name of the worker, as its job.worker.hostname says")
        .converters(text -> {
          if (!HostName.isValid(text)) {
            throw new TypeConversionException("is no host name: '" + text + "'");
          }
          return new HostName(text);
        })
        .build();
  }

  private static OptionSpec deviceId() {
    return OptionSpec.builder("--device-id")
        .type(DeviceId.class)
        .arity("1")
        .paramLabel("<id>")
        .description(
            "Name of the host in subjects, as its agent.device_id says (default: made of the host"
                + " name)")
        .converters(text -> {
          if (!DeviceId.isValid(text)) {
            throw new TypeConversionException(
                "must be 1 to 512 letters, digits, '_' or '-': '" + text + "'");
          }
          return new DeviceId(text);
        })
        .build();
  }
}
