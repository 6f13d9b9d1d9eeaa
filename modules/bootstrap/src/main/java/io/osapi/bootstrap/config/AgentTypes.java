package io.osapi.bootstrap.config;

import io.osapi.domain.worker.DeviceId;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of the keys below {@code agent}. */
final class AgentTypes {
  static final Type<DeviceId> DEVICE_ID =
      Type.ofText(
          "1 to 512 letters, digits, '_' or '-'",
          text -> Types.valid(text, DeviceId.isValid(text), DeviceId::new),
          DeviceId::value);

  static final Type<String> LOCATION =
      Types.matching(
          "at most 128 characters without control characters", "[\\P{Cntrl}&&[^\u0085]]{0,128}");

  static final Type<String> SUBJECT_PREFIX =
      Types.matching(
          "1 to 8 words of letters, digits, '_' or '-', with dots between them",
          "[A-Za-z0-9_-]{1,64}(?:\\.[A-Za-z0-9_-]{1,64}){0,7}");

  /** What systemd allows in names of units, less what an option begins with. */
  static final Type<String> SERVICE =
      Types.matching(
          "the name of a unit such as nginx or nginx.service",
          "[A-Za-z0-9_@][A-Za-z0-9:_.@-]{0,254}");

  static final Type<Agent.AllowedCommand> COMMAND =
      new Type<>(
          "a command such as df -h, or {command: ..., shell: true}",
          AgentTypes::command,
          AgentTypes::text);

  static final Type<String> LOG_PATH =
      Type.ofText(
          "an absolute path without '..' or '**'",
          text -> Types.valid(text, isLogPath(text), Function.identity()),
          Function.identity());

  /** Begins the text of a command that a shell reads. */
  private static final String SHELL = "shell:";

  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
  private static final Set<String> ENTRIES = Set.of("command", "shell");

  private AgentTypes() {}

  private static Agent.AllowedCommand command(Raw raw) {
    return switch (raw) {
      case Raw.Text(var text) when text.startsWith(SHELL) ->
          command(text.substring(SHELL.length()), true);
      case Raw.Text(var text) -> command(text, false);
      case Raw.Entries(var entries) -> command(entries);
      case Raw.Items _ -> throw new Refused("must be " + COMMAND.rule() + ", not a list");
    };
  }

  private static Agent.AllowedCommand command(Map<String, String> entries) {
    if (!entries.containsKey("command") || !ENTRIES.containsAll(entries.keySet())) {
      throw new Refused("must be " + COMMAND.rule() + ", not a mapping of " + entries.keySet());
    }
    var shell = Types.FLAG.reader().apply(new Raw.Text(entries.getOrDefault("shell", "false")));
    return command(entries.get("command"), shell);
  }

  private static Agent.AllowedCommand command(String text, boolean shell) {
    // To a shell, blanks within quotes mean something.
    var line = shell ? text.strip() : BLANKS.matcher(text.strip()).replaceAll(" ");
    boolean usable =
        !line.isEmpty()
            && line.length() <= Types.MAX_TEXT_LENGTH
            && line.chars().noneMatch(Character::isISOControl);
    if (!usable) {
      throw Type.refused(COMMAND.rule(), text);
    }
    return new Agent.AllowedCommand(line, shell);
  }

  private static String text(Agent.AllowedCommand command) {
    return (command.shell() ? SHELL : "") + command.line();
  }

  private static boolean isLogPath(String text) {
    return text.startsWith("/")
        && text.length() <= Types.MAX_TEXT_LENGTH
        && !text.contains("**")
        && text.chars().noneMatch(Character::isISOControl)
        && !("/" + text + "/").contains("/../");
  }
}
