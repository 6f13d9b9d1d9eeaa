package io.osapi.adapters.cli;

import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** Load for the system that the configuration names: its API's jobs, its NATS's workers. */
final class BenchCommands {
  private static final String USUAL_OPERATION = "system.hostname.get";
  private static final int USUAL_COUNT = 1_000;
  private static final int MAX_COUNT = 1_000_000;
  private static final int USUAL_CONCURRENCY = 10;
  private static final int MAX_CONCURRENCY = 1_000;
  private static final int MAX_RATE = 100_000;

  /** A load test's job is worth nothing later: it does not wait longer for a worker. */
  private static final Duration EXPIRES_IN = Duration.ofMinutes(1);

  /** As many as the stream of jobs allows consumers. */
  private static final int MAX_WORKERS = 100_000;

  private static final int USUAL_CONNECTIONS = 4;
  private static final int MAX_CONNECTIONS = 1_000;
  private static final String USUAL_PREFIX = "emu-";
  private static final int USUAL_JOBS = 10;
  private static final int MAX_JOBS = 1_000;
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
  private static final Duration SHORTEST_TELEMETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_TELEMETRY = Duration.ofDays(1);

  private BenchCommands() {}

  static CommandSpec words() {
    return CommandSpec.create().addSubcommand("jobs", jobs()).addSubcommand("workers", workers());
  }

  private static CommandSpec jobs() {
    return Commands.examples(
        Commands.command(
            "Submit many jobs to the API and measure how long their answers take",
            BenchCommands::load,
            Commands.text(
                "--operation", "<name>", "What to run (default: " + USUAL_OPERATION + ")"),
            Commands.text("--data", "<json>", "The operation's input, an object"),
            Commands.target(),
            Commands.whole("--count", "Jobs (default: " + USUAL_COUNT + ")", 1, MAX_COUNT),
            Commands.whole(
                "--concurrency",
                "Callers, each with one job at a time (default: " + USUAL_CONCURRENCY + ")",
                1,
                MAX_CONCURRENCY),
            Commands.decimal(
                "--rate",
                "<n>",
                "Jobs a second; times count from when a job was due (default: as fast as the"
                    + " callers can)",
                0.001,
                MAX_RATE),
            Commands.flag("--wait", "Wait for each job's end (the default)"),
            Commands.flag("--no-wait", "Submit only"),
            Commands.flag(
                "-y --yes", "Needed for an operation that does more than read, again and again")),
        "osapi bench jobs --count 10000 --concurrency 50",
        "osapi bench jobs -T _all --rate 2 --count 100");
  }

  private static CommandSpec workers() {
    return Commands.examples(
        Commands.command(
            "Add emulated workers to the system until Ctrl-C; they only act operations",
            BenchCommands::emulate,
            Commands.whole("--count", "Workers (default: 1)", 1, MAX_WORKERS),
            Commands.whole(
                "--connections",
                "Connections to NATS that they share (default: " + USUAL_CONNECTIONS + ")",
                1,
                MAX_CONNECTIONS),
            Commands.text(
                "--prefix",
                "<text>",
                "What their host names begin with (default: " + USUAL_PREFIX + ")"),
            RoleCommands.label(),
            Commands.duration("--delay", "How long each operation takes (default: 0s)"),
            Commands.decimal(
                "--failure-rate",
                "<share>",
                "Share of the operations that fail, 0 to 1 (default: 0)",
                0,
                1),
            Commands.duration(
                "--heartbeat-interval",
                "How often each says that it is there (default: "
                    + Spans.text(USUAL_INTERVAL)
                    + ")"),
            Commands.duration(
                "--telemetry-interval",
                "How often each tells of its host, as edge workers do, each type (none does)"),
            Commands.whole(
                "--max-jobs",
                "Jobs at the same time, each (default: " + USUAL_JOBS + ")",
                1,
                MAX_JOBS)),
        "osapi bench workers --count 1000 --delay 5ms --failure-rate 0.01 --label group=emulated");
  }

  private static int load(Call call) {
    if (call.has("--wait") && call.has("--no-wait")) {
      throw Refusals.usage("Give either --wait or --no-wait.");
    }
    var api = call.api();
    var name = call.text("--operation").orElse(USUAL_OPERATION);
    var data = call.text("--data").map(text -> JobRequest.object("--data", text)).orElse(Map.of());
    requireYes(call, name, operation(name, api));
    var body = new LinkedHashMap<String, Object>();
    body.put("operation", Map.of("type", name, "data", data));
    body.put("target", call.text("--target").orElse("_any"));
    body.put("expires_in", EXPIRES_IN.toString());
    var plan =
        new JobLoad.Plan(
            body,
            call.value("--count", Integer.class).orElse(USUAL_COUNT),
            call.value("--concurrency", Integer.class).orElse(USUAL_CONCURRENCY),
            call.value("--rate", Double.class),
            !call.has("--no-wait"));
    return conclude(call, new JobLoad(api, plan));
  }

  private static int conclude(Call call, JobLoad load) {
    Runnable soFar =
        () -> {
          call.terminal().endProgress();
          call.print(load.tally().view());
          call.terminal().note("Interrupted; jobs that were submitted go on.");
          call.terminal().flush();
        };
    JobTally tally;
    try (var _ = OnInterrupt.run(soFar)) {
      tally = load.run(call.terminal());
    }
    call.print(tally.view());
    call.terminal().note(tally.sentence());
    return tally.exitCode();
  }

  /** As the API has it, which knows what it would run. */
  private static Map<String, Object> operation(String name, Api api) {
    var operations = CatalogueCommands.operations(api);
    return operations.stream()
        .filter(each -> Json.text(each, "type").filter(name::equals).isPresent())
        .findFirst()
        .orElseThrow(() -> {
          var names =
              operations.stream().flatMap(each -> Json.text(each, "type").stream()).toList();
          return Refusals.usage(
              "There is no operation '" + name + "'" + Nearest.hint(name, names),
              "See 'osapi client operation list'.");
        });
  }

  private static void requireYes(Call call, String name, Map<String, Object> operation) {
    boolean reads =
        Json.text(operation, "scope").filter("read"::equals).isPresent()
            && Json.text(operation, "effect").filter(each -> !each.equals("query")).isEmpty();
    if (!reads && !call.has("--yes")) {
      throw Refusals.usage(
          name + " does more than read, and would do it as many times as --count says.",
          "Say --yes if that is what you want.");
    }
  }

  private static int emulate(Call call) {
    int count = call.value("--count", Integer.class).orElse(1);
    var prefix = call.text("--prefix").orElse(USUAL_PREFIX);
    if (!HostName.isValid(prefix + "00000")) {
      throw Refusals.usage(
          "--prefix must be letters, digits, '.', '_' or '-', and begin with a letter or digit.");
    }
    var wanted =
        new Cli.Emulation(
            count,
            call.value("--connections", Integer.class).orElse(USUAL_CONNECTIONS),
            prefix,
            labels(call),
            span(call, "--delay", Duration.ZERO, LONGEST_DELAY).orElse(Duration.ZERO),
            call.value("--failure-rate", Double.class).orElse(0.0),
            span(call, "--heartbeat-interval", SHORTEST_INTERVAL, LONGEST_INTERVAL)
                .orElse(USUAL_INTERVAL),
            span(call, "--telemetry-interval", SHORTEST_TELEMETRY, LONGEST_TELEMETRY),
            call.value("--max-jobs", Integer.class).orElse(USUAL_JOBS));
    return call.product().emulate(call.globals(), wanted, new Ears(call, count));
  }

  private static Labels labels(Call call) {
    var values = new TreeMap<String, String>();
    for (var label : call.parsed().matchedOptionValue("--label", List.<String>of())) {
      int sign = label.indexOf('=');
      values.put(label.substring(0, sign), label.substring(sign + 1));
    }
    try {
      return new Labels(values);
    } catch (ProblemException refused) {
      throw Refusals.usage("--label " + refused.violations().getFirst().message());
    }
  }

  private static Optional<Duration> span(Call call, String option, Duration least, Duration most) {
    var span = call.value(option, Duration.class);
    if (span.filter(each -> each.compareTo(least) < 0 || each.compareTo(most) > 0).isPresent()) {
      throw Refusals.usage(
          option + " must be from " + Spans.text(least) + " to " + Spans.text(most) + ".");
    }
    return span;
  }

  /** Says what becomes of emulated workers. */
  private record Ears(Call call, int workers) implements Cli.EmulationEars {

    @Override
    public void beating() {
      call.terminal()
          .note(
              Words.count(workers, "emulated worker")
                  + (workers == 1 ? " beats" : " beat")
                  + "; Ctrl-C ends. Jobs of others for _any and _all reach them, too.");
    }

    /** In a line, where people read it; the process ends after it. */
    @Override
    public void ended(long operations, long failed) {
      var totals = new LinkedHashMap<String, Object>();
      totals.put("workers", workers);
      totals.put("operations", operations);
      totals.put("failed", failed);
      call.print(
          View.table(
              totals, List.of(totals), "workers", Column.of("workers", "operations", "failed")));
      call.terminal().flush();
    }
  }
}
