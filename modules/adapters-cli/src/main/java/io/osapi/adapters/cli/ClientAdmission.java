package io.osapi.adapters.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Who may ask edge workers over NATS and listen to them; on the broker's own host. */
final class ClientAdmission {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private ClientAdmission() {}

  static CommandSpec words() {
    return CommandSpec.create()
        .addSubcommand(
            "enroll",
            Commands.examples(
                Commands.command(
                    "Let somebody ask edge workers over NATS: write credentials",
                    ClientAdmission::enroll,
                    name(),
                    Commands.text(
                        "--file",
                        "<file>",
                        "Where to write the credentials (default: <name>.nk in this directory)")),
                "osapi nats client enroll --name ops --file ops.nk"))
        .addSubcommand(
            "revoke",
            Commands.command(
                "Let a client connect no more, and disconnect it", ClientAdmission::revoke, name()))
        .addSubcommand(
            "enrolled", Commands.command("Which clients may connect", ClientAdmission::enrolled));
  }

  private static int enroll(Call call) {
    var name = call.text("--name").orElseThrow();
    var file = Path.of(call.text("--file").orElse(name + ".nk")).toAbsolutePath();
    call.product().admission(call.globals()).enrollClient(name, file);
    call.terminal()
        .note(
            "Wrote "
                + file
                + " (mode 0600). With the tools of NATS: nats --nkey "
                + file.getFileName()
                + " req agents.<id>.cmd.ping ''");
    return Exit.OK;
  }

  private static int revoke(Call call) {
    var name = call.text("--name").orElseThrow();
    if (!call.product().admission(call.globals()).revokeClient(name)) {
      throw new Cli.Refused(Exit.NOT_FOUND, List.of("No client is enrolled as " + name + "."));
    }
    call.terminal().note(name + " may no longer connect.");
    return Exit.OK;
  }

  private static int enrolled(Call call) {
    var rows =
        call.product().admission(call.globals()).clients().entrySet().stream()
            .map(ClientAdmission::row)
            .toList();
    call.print(View.table(rows, rows, "name", Column.of("name", "public_key")));
    return Exit.OK;
  }

  private static Map<String, Object> row(Map.Entry<String, String> client) {
    var row = new LinkedHashMap<String, Object>();
    row.put("name", client.getKey());
    row.put("public_key", client.getValue());
    return row;
  }

  private static OptionSpec name() {
    return OptionSpec.builder("--name")
        .type(String.class)
        .arity("1")
        .required(true)
        .paramLabel("<name>")
        .description("Name of the client: 1 to 64 letters, digits, '_' or '-'")
        .converters(text -> {
          if (!NAME.matcher(text).matches()) {
            throw new TypeConversionException(
                "must be 1 to 64 letters, digits, '_' or '-': '" + text + "'");
          }
          return text;
        })
        .build();
  }
}
