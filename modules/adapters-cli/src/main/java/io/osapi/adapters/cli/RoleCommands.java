package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cli.ProcessRole;
import io.osapi.adapters.cli.Typed.Word;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The commands that become a process: their flags are configuration settings. */
final class RoleCommands {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_JOBS = 10_000;

  /** Flag by flag, the key that it sets. */
  private static final Map<String, String> KEYS =
      Map.of(
          "--port", "api.server.port",
          "--worker-hostname", "job.worker.hostname",
          "--worker-queue-group", "job.worker.queue_group",
          "--worker-max-jobs", "job.worker.max_jobs",
          "--label", "job.worker.labels",
          "--nats-url", "job.worker.nats.url");

  private RoleCommands() {}

  static CommandSpec startAll() {
    return start(ProcessRole.ALL);
  }

  static CommandSpec nats(Typed typed) {
    return typed.add(
        CommandSpec.create(),
        List.of(
            server(
                "The NATS server",
                Word.of(
                    "start", "Start a NATS server with JetStream", () -> start(ProcessRole.NATS))),
            AdmissionCommands.permissions(),
            Word.of(
                "client",
                "Who may ask edge workers over NATS and listen to them",
                ClientAdmission::words)));
  }

  static CommandSpec api(Typed typed) {
    return typed.add(
        CommandSpec.create(),
        List.of(
            server(
                "The API server",
                Word.of("start", "Start the API server", RoleCommands::startApi))));
  }

  private static CommandSpec startApi() {
    return start(
        ProcessRole.API,
        Commands.whole("-p --port", "Port to listen on (default: 8080)", 0, MAX_PORT));
  }

  private static Word server(String about, Word start) {
    return new Word("server", about, typed -> typed.add(CommandSpec.create(), List.of(start)));
  }

  static CommandSpec worker(Typed typed) {
    var start =
        Word.of(
            "start",
            "Start a worker, which runs operations on this host",
            RoleCommands::startWorker);
    return typed.add(
        CommandSpec.create(),
        List.of(
            new Word(
                "worker",
                "The worker",
                behind -> behind.add(CommandSpec.create(), List.of(start)))));
  }

  private static CommandSpec startWorker() {
    return start(
        ProcessRole.WORKER,
        Commands.text("--worker-hostname", "<name>", "Name of the worker (default: the host's)"),
        Commands.text("--worker-queue-group", "<name>", "Workers that share '_any' jobs"),
        Commands.whole("--worker-max-jobs", "Jobs at the same time (default: 10)", 1, MAX_JOBS),
        label(),
        Commands.text("--nats-url", "<url>", "Where NATS is"));
  }

  private static CommandSpec start(ProcessRole role, OptionSpec... options) {
    return Commands.command(
        call -> call.product().start(role, call.globals(), settings(call)), List.of(options));
  }

  private static Map<String, String> settings(Call call) {
    var settings = new LinkedHashMap<String, String>();
    KEYS.forEach((flag, key) -> {
      if (call.has(flag)) {
        settings.put(key, text(call.parsed().matchedOptionValue(flag, (Object) "")));
      }
    });
    return settings;
  }

  private static String text(Object value) {
    return value instanceof List<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
        : value.toString();
  }

  static OptionSpec label() {
    return OptionSpec.builder("--label")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel("<k=v>")
        .description("Label of the worker, such as group=web.dev; may be repeated")
        .converters(RoleCommands::checkedLabel)
        .build();
  }

  private static String checkedLabel(String text) {
    int sign = text.indexOf('=');
    if (sign < 0) {
      throw new TypeConversionException("must be <key>=<value>, such as group=web.dev");
    }
    try {
      new Labels(Map.of(text.substring(0, sign), text.substring(sign + 1)));
      return text;
    } catch (ProblemException refused) {
      throw new TypeConversionException(refused.violations().getFirst().message());
    }
  }
}
