package io.osapi.adapters.os;

import io.osapi.domain.telemetry.Services.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks systemd how units are: all of them by one child process (systemctl(1)). */
final class UnitStates {
  /** For an answer that comes from memory. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

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
    var arguments = List.of("show", UnitProperties.WANTED);
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
      services.add(new Service(names.get(i), UnitProperties.parse(blocks[i]).status()));
    }
    return services;
  }
}
