package io.osapi.adapters.os;

import io.osapi.domain.telemetry.Services.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks systemd how units are: all of them by one child process (systemctl(1)). */
final class UnitStates {
  /** For an answer that comes from memory. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String LOAD_STATE = "LoadState";
  private static final String ACTIVE_STATE = "ActiveState";

  private final Commands commands;

  UnitStates(Commands commands) {
    this.commands = commands;
  }

  /** In the order of the names. */
  List<Service> of(List<String> names) throws IOException, InterruptedException {
    return TimedCall.within(
        PATIENCE,
        () -> parse(show(names), names),
        new OperationFailure(
            "command-failed", "systemctl did not answer within " + Durations.text(PATIENCE)));
  }

  private String show(List<String> names) throws IOException, InterruptedException {
    var program =
        commands
            .find("systemctl")
            .orElseThrow(
                () -> new OperationFailure("command-missing", "this host has no systemctl"));
    var arguments = List.of("show", "--property=" + LOAD_STATE + "," + ACTIVE_STATE);
    var result = commands.run(program, arguments, names);
    if (!result.isSuccess()) {
      throw new OperationFailure("command-failed", "systemctl: " + result.complaint());
    }
    return result.output();
  }

  /** A block for each name, with empty lines between them. */
  static List<Service> parse(String output, List<String> names) throws OperationFailure {
    var blocks = output.strip().split("\\R\\R+", -1);
    if (blocks.length != names.size()) {
      throw new OperationFailure(
          "command-failed",
          "systemctl told of " + blocks.length + " units instead of " + names.size());
    }
    var services = new ArrayList<Service>();
    for (int i = 0; i < blocks.length; i++) {
      services.add(new Service(names.get(i), status(properties(blocks[i]))));
    }
    return services;
  }

  private static Map<String, String> properties(String block) {
    var properties = new HashMap<String, String>();
    for (var line : block.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        properties.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return properties;
  }

  private static String status(Map<String, String> properties) {
    if (properties.getOrDefault(LOAD_STATE, "").equals("not-found")) {
      return "NotInstalled";
    }
    return switch (properties.getOrDefault(ACTIVE_STATE, "")) {
      case "active", "reloading" -> "Running";
      case "inactive" -> "Stopped";
      case "activating" -> "Starting";
      case "deactivating" -> "Stopping";
      case "failed" -> "Error";
      default -> "Unknown";
    };
  }
}
