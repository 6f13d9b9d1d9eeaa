package io.osapi.application;

import io.osapi.application.port.CommandIntake;
import io.osapi.application.port.CommandIntake.Command;
import io.osapi.application.port.CommandIntake.Reply;
import io.osapi.application.port.CommandIntake.Request;
import io.osapi.application.port.HostCommands;
import io.osapi.application.port.HostCommands.CommandOutcome;
import io.osapi.application.port.HostCommands.Outcome;
import io.osapi.application.port.HostCommands.Output;
import io.osapi.application.port.HostCommands.UnitAction;
import io.osapi.application.port.HostFacts;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.AgentOperations;
import io.osapi.domain.operation.Inventory;
import io.osapi.domain.operation.LogOperations;
import io.osapi.domain.shape.Shape;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what an edge worker is asked over NATS: members of a request to members of a reply.
 * Clients match on the texts of errors; they stay as they are.
 */
public final class AnswerCommand implements CommandIntake.Handler {
  static final String INVALID_FORMAT = "Invalid request format";

  private final HostCommands commands;
  private final HostFacts facts;
  private final DescribeAgent describeAgent;
  private final CommandTally tally;
  private final InstantSource clock;

  public AnswerCommand(
      HostCommands commands,
      HostFacts facts,
      DescribeAgent describeAgent,
      CommandTally tally,
      InstantSource clock) {
    this.commands = commands;
    this.facts = facts;
    this.describeAgent = describeAgent;
    this.tally = tally;
    this.clock = clock;
  }

  @Override
  public Reply answer(Command command, Request request) throws InterruptedException {
    var reply = new Draft();
    switch (request) {
      case Request.Declined(var why) -> reply.fail(why);
      case Request.NoObject _ when counts(command) -> reply.fail("invalid-request", INVALID_FORMAT);
      case Request.NoObject _ -> answer(command, new Asked(Map.of()), reply);
      case Request.Members(var members) -> answer(command, new Asked(members), reply);
    }
    return concluded(command, reply);
  }

  private void answer(Command command, Asked asked, Draft reply) throws InterruptedException {
    switch (command) {
      case PING -> reply.put("status", "pong");
      case SERVICE -> service(asked, reply);
      case EXEC -> exec(asked, reply);
      case LOGS -> logs(asked, reply);
      case HEALTH -> health(reply);
      case INVENTORY -> inventory(reply);
    }
  }

  /** Whether it does something that is worth counting, and needs input for that. */
  private static boolean counts(Command command) {
    return switch (command) {
      case SERVICE, EXEC, LOGS -> true;
      case PING, HEALTH, INVENTORY -> false;
    };
  }

  private Reply concluded(Command command, Draft reply) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (counts(command)) {
      tally.count(reply.error().map(Fault::message), now);
    }
    return reply.at(now.toString());
  }

  private void service(Asked asked, Draft reply) throws InterruptedException {
    var action = asked.text("action");
    var name = asked.text("service_name");
    reply.put("action", action.orElse(""));
    reply.put("service_name", name.orElse(""));
    var known =
        Arrays.stream(UnitAction.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(action.orElse("")))
            .findFirst();
    if (known.isEmpty()) {
      reply.fail(
          "invalid-action",
          "invalid action: " + action.orElse("") + " (must be start, stop, restart or status)");
      return;
    }
    switch (commands.service(known.get(), name.orElse(""))) {
      case Outcome.Done(var change) -> {
        reply.put("result", change.result());
        reply.put("service_status", change.serviceStatus());
      }
      case Outcome.Refused(var fault) -> reply.fail(fault);
    }
  }

  private void exec(Asked asked, Draft reply) throws InterruptedException {
    var command = asked.text("command").orElse("");
    reply.put("command", command);
    switch (commands.run(command)) {
      case CommandOutcome.Exited(_, int exitCode, var output) -> {
        put(output, reply);
        reply.put("exit_code", exitCode);
        if (exitCode != 0) {
          reply.fail("command-failed", "command exited with code " + exitCode);
        }
      }
      case CommandOutcome.TimedOut(_, var after, var output) -> {
        put(output, reply);
        reply.fail("timed-out", "command execution timeout (" + text(after) + ")");
      }
      case CommandOutcome.Refused(var fault) -> reply.fail(fault);
    }
  }

  /** In a job's result the word is apart from the status of the job; here it is the status. */
  private void health(Draft reply) {
    var members = Shape.of(AgentOperations.Health.class).write(describeAgent.describe());
    reply.put("status", members.remove("health"));
    reply.putAll(members);
  }

  private void inventory(Draft reply) throws InterruptedException {
    try {
      reply.putAll(Shape.of(Inventory.class).write(facts.inventory()));
    } catch (HostFacts.HostUnreadable unreadable) {
      reply.fail("inventory-failed", unreadable.getMessage());
    }
  }

  private static void put(Output output, Draft reply) {
    reply.put("output", output.text());
    if (output.truncated()) {
      reply.put("truncated", true);
    }
  }

  private void logs(Asked asked, Draft reply) throws InterruptedException {
    var path = asked.text("log_path").orElse("");
    var lines = asked.number("lines");
    reply.put("log_path", path);
    lines.ifPresent(number -> reply.put("lines", number));
    if (lines.isEmpty() || lines.get() < 1) {
      reply.fail("invalid-lines", "lines must be greater than 0");
    } else if (lines.get() > LogOperations.MAX_LINES) {
      reply.fail("invalid-lines", "lines cannot exceed " + LogOperations.MAX_LINES);
    } else {
      switch (commands.tail(path, lines.get().intValue())) {
        case Outcome.Done(var tail) -> {
          reply.put("lines", tail.lines());
          reply.put("total_lines", tail.totalLines());
          if (tail.truncated()) {
            reply.put("truncated", true);
          }
        }
        case Outcome.Refused(var fault) -> reply.fail(fault);
      }
    }
  }

  /** As Go writes durations of whole seconds below an hour: 30s, 1m30s, 5m0s. */
  private static String text(Duration time) {
    long minutes = time.toMinutes();
    return minutes == 0 ? time.toSeconds() + "s" : minutes + "m" + time.toSecondsPart() + "s";
  }

  /** The members of a request; what has the wrong type is as good as missing. */
  private record Asked(Map<String, Object> members) {

    Optional<String> text(String name) {
      return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    Optional<Long> number(String name) {
      return switch (members.get(name)) {
        case Integer number -> Optional.of(number.longValue());
        case Long number -> Optional.of(number);
        // What is beyond a long is too much all the same.
        case java.math.BigInteger huge ->
            Optional.of(huge.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        case null, default -> Optional.empty();
      };
    }
  }

  /** A reply that is being written. */
  private static final class Draft {
    private final Map<String, Object> members = new LinkedHashMap<>();
    private Optional<Fault> error = Optional.empty();

    void put(String name, Object value) {
      members.put(name, value);
    }

    void putAll(Map<String, Object> more) {
      members.putAll(more);
    }

    void fail(String code, String message) {
      fail(new Fault(code, message));
    }

    void fail(Fault fault) {
      error = Optional.of(fault);
    }

    Optional<Fault> error() {
      return error;
    }

    Reply at(String timestamp) {
      var all = new LinkedHashMap<String, Object>();
      all.put("status", error.isPresent() ? "error" : members.getOrDefault("status", "success"));
      all.put("timestamp", timestamp);
      members.forEach(all::putIfAbsent);
      error.ifPresent(fault -> {
        all.put("error", fault.message());
        all.put("code", fault.code());
      });
      return new Reply(all, error);
    }
  }
}
