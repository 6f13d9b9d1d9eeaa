package io.osapi.adapters.os;

import java.util.Map;
import java.util.stream.Collectors;

/** Reads what {@code systemctl show} tells of a unit (org.freedesktop.systemd1(5)). */
record UnitProperties(String loadState, String activeState) {
  /** Asks {@code systemctl show} for them. */
  static final String WANTED = "--property=LoadState,ActiveState";

  static UnitProperties parse(String text) {
    Map<String, String> properties =
        text.lines()
            .filter(line -> line.indexOf('=') > 0)
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1).strip(),
                    (first, _) -> first));
    return new UnitProperties(
        properties.getOrDefault("LoadState", ""), properties.getOrDefault("ActiveState", ""));
  }

  /** In the words that clients match on. */
  String status() {
    if (loadState.equals("not-found")) {
      return "NotInstalled";
    }
    return switch (activeState) {
      case "active", "reloading", "refreshing" -> "Running";
      case "inactive" -> "Stopped";
      case "activating" -> "Starting";
      case "deactivating" -> "Stopping";
      case "failed" -> "Error";
      default -> "Unknown";
    };
  }
}
