package io.osapi.adapters.os;

import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which distribution this is, from os-release(5): assignments that a shell could read.
 *
 * @param name {@code Debian GNU/Linux}
 * @param version {@code 12}; empty for a rolling distribution
 */
record OsRelease(String name, String version) {
  /** The first that exists counts. */
  static final List<String> PATHS = List.of("/etc/os-release", "/usr/lib/os-release");

  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

  /** Empty where the system has none, as small containers do: its defaults apply. */
  static String text(HostFiles files) throws OperationFailure {
    for (var path : PATHS) {
      if (files.exists(path)) {
        return files.read(path);
      }
    }
    return "";
  }

  static OsRelease parse(String text) {
    var values = new HashMap<String, String>();
    for (var line : text.lines().toList()) {
      var assignment = ASSIGNMENT.matcher(line.strip());
      if (assignment.matches()) {
        values.put(assignment.group(1), unquote(assignment.group(2)));
      }
    }
    // The manual's own default for a file that does not say.
    return new OsRelease(orElse("Linux", values.get("NAME")), orElse("", values.get("VERSION_ID")));
  }

  private static String orElse(String otherwise, String value) {
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static String unquote(String value) {
    if (value.length() >= 2 && value.charAt(0) == '\'' && value.endsWith("'")) {
      return value.substring(1, value.length() - 1);
    } else if (value.length() >= 2 && value.charAt(0) == '"' && value.endsWith("\"")) {
      // Within double quotes a backslash takes the meaning from these four only.
      return value.substring(1, value.length() - 1).replaceAll("\\\\([\"$`\\\\])", "$1");
    }
    return value;
  }
}
