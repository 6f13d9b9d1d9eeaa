package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Typed.Word;
import io.osapi.domain.operation.Operation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Jobs: make them, watch them, end them. */
final class JobCommands {
  static final String PATH = Api.BASE + "/jobs";

  private static final int MAX_PAGE = 1_000;
  private static final int MAX_OFFSET = 999_999_999;
  private static final int LONGEST_POLL_SECONDS = 3_600;

  private JobCommands() {}

  static CommandSpec words(Typed typed) {
    return typed.add(
        CommandSpec.create(),
        List.of(
            Word.of(
                "add",
                "Submit a job and return at once",
                () -> Commands.command(JobCommands::add, submission())),
            Word.of(
                "run",
                "Submit a job and wait for it",
                () -> Commands.command(JobCommands::run, submission())),
            Word.of("get", "One job: its hosts and their results", JobCommands::get),
            Word.of("list", "List jobs, the newest first", JobCommands::list),
            Word.of(
                "status",
                "How many jobs there are in each status, again and again",
                JobCommands::status),
            Word.of("retry", "Submit a final job again", JobCommands::retry),
            Word.of(
                "cancel",
                "Stop a job that is not final",
                () -> withId(Commands.command(JobCommands::cancel, List.of()))),
            Word.of(
                "delete",
                "Remove a job with all its records",
                () -> withId(Commands.command(JobCommands::delete, List.of()))),
            Word.of(
                "workers",
                "The workers, as 'osapi client worker'",
                () -> CommandSpec.create().addSubcommand("list", FleetCommands.list()))));
  }

  private static List<OptionSpec> submission() {
    return List.of(
        Commands.text("--json-file", "<file>", "The whole request as JSON; - for standard input"),
        Commands.text("--operation", "<name>", "Such as network.dns.update"),
        Commands.text("--data", "<json>", "The operation's input, an object"),
        Commands.target(),
        Commands.duration("--timeout", "How long each host may take"),
        Commands.duration("--expires-in", "How long the job may wait for a host (default: 1h)"),
        Commands.yes());
  }

  private static CommandSpec get() {
    var wait = Commands.flag("--wait", "Wait until it is final");
    return withId(Commands.command(JobCommands::get, List.of(wait)));
  }

  private static CommandSpec list() {
    return Commands.command(
        JobCommands::list,
        List.of(
            Commands.text("--status", "<status>", "Such as processing, failed"),
            Commands.text("--operation", "<name>", "Such as network.dns.update"),
            Commands.whole("--limit", "Jobs at most (default: 10)", 1, MAX_PAGE),
            Commands.whole("--offset", "Jobs to pass over first", 0, MAX_OFFSET)));
  }

  private static CommandSpec status() {
    return Commands.command(
        JobOverview::run,
        List.of(
            Commands.whole(
                "--poll-interval-seconds",
                "Pause between two looks (default: 2)",
                1,
                LONGEST_POLL_SECONDS)));
  }

  private static CommandSpec retry() {
    return withId(
        Commands.command(
            JobCommands::retry,
            List.of(
                Commands.target(), Commands.flag("--only-failed", "Just the hosts that failed"))));
  }

  private static CommandSpec withId(CommandSpec command) {
    return command.addPositional(Commands.argument("<job-id>", "Id of the job"));
  }

  private static int add(Call call) {
    var created = submit(call, call.api());
    call.print(View.facts(created, "job_id"));
    return Exit.OK;
  }

  private static int run(Call call) {
    var api = call.api();
    var id = id(submit(call, api));
    call.terminal().note("Job " + id);
    return showFinal(call, new JobWatch(api, call.terminal()).untilFinal(id));
  }

  private static int get(Call call) {
    var api = call.api();
    if (call.has("--wait")) {
      return showFinal(call, new JobWatch(api, call.terminal()).untilFinal(call.argument()));
    }
    call.print(JobView.of(call.catalogue(), api.ask(Api.Request.get(path(call)))));
    return Exit.OK;
  }

  private static int showFinal(Call call, Map<String, Object> job) {
    call.print(JobView.of(call.catalogue(), job));
    call.terminal().note(Words.hosts(JobView.results(job)));
    return switch (Json.text(job, "status").orElse("")) {
      case "completed" -> Exit.OK;
      case "failed", "partial_failure" -> Exit.HOSTS_FAILED;
      case "expired" -> Exit.TIMED_OUT;
      // Cancelled: what was asked for has not happened.
      default -> Exit.ERROR;
    };
  }

  private static int list(Call call) {
    var query = new LinkedHashMap<String, String>();
    for (var name : List.of("status", "operation")) {
      call.text("--" + name).ifPresent(value -> query.put(name, value));
    }
    for (var name : List.of("limit", "offset")) {
      call.value("--" + name, Integer.class).ifPresent(value -> query.put(name, value.toString()));
    }
    var document = call.api().ask(Api.Request.get(PATH).query(query));
    var jobs = Json.maps(document, "items");
    call.print(View.table(document, jobs, "id", JobView.COLUMNS, JobView.WIDE));
    noteMore(call, document, jobs.size());
    return Exit.OK;
  }

  private static void noteMore(Call call, Map<String, Object> document, int shown) {
    int next = call.value("--offset", Integer.class).orElse(0) + shown;
    if (document.get("total_items") instanceof Number total) {
      var more = total.longValue() > next ? "; more with --offset " + next : "";
      call.terminal().note(shown + " of " + Words.count(total.intValue(), "job") + more);
    }
  }

  private static int retry(Call call) {
    var body = new LinkedHashMap<String, Object>();
    call.text("--target").ifPresent(target -> body.put("target", target));
    if (call.has("--only-failed")) {
      body.put("only", "failed");
    }
    var request = Api.Request.of("POST", path(call) + "/retry").body(body);
    call.print(View.facts(call.api().ask(request), "job_id"));
    return Exit.OK;
  }

  private static int cancel(Call call) {
    var reply = call.api().checked(Api.Request.of("POST", path(call) + "/cancel"));
    return done(call, reply, "Job " + Visible.line(call.argument()) + " is cancelled.");
  }

  private static int delete(Call call) {
    var reply = call.api().checked(Api.Request.of("DELETE", path(call)));
    var id = Visible.line(call.argument());
    return done(
        call,
        reply,
        reply.status() == 202
            ? "Job " + id + " was not final: it is cancelled now; delete it again to remove it."
            : "Job " + id + " is deleted.");
  }

  /** The job, where the answer has one, is data only for those who asked for a format. */
  private static int done(Call call, Api.Reply reply, String sentence) {
    var document = reply.document();
    if (!document.isEmpty() && call.globals().format() != Cli.Format.TABLE) {
      call.print(JobView.of(call.catalogue(), document));
    }
    call.terminal().note(sentence);
    return Exit.OK;
  }

  private static Map<String, Object> submit(Call call, Api api) {
    var body = JobRequest.read(call);
    operation(call, body)
        .ifPresent(
            operation -> Confirmation.require(call, api, operation, JobRequest.target(body)));
    return api.ask(Api.Request.of("POST", PATH).body(body));
  }

  /** Empty for an operation that only the API knows, or refuses. */
  private static Optional<Operation<?, ?>> operation(Call call, Map<String, Object> body) {
    return Json.text(Json.map(body, "operation"), "type").flatMap(call.catalogue()::find);
  }

  static String id(Map<String, Object> created) {
    return Json.text(created, "job_id")
        .map(Visible::line)
        .orElseThrow(() ->
            new Cli.Refused(Exit.ERROR, List.of("The API's answer names no job: is it osapi's?")));
  }

  private static String path(Call call) {
    return PATH + "/" + Api.encode(call.argument());
  }

  static Duration pollInterval(Call call) {
    return Duration.ofSeconds(call.value("--poll-interval-seconds", Integer.class).orElse(2));
  }
}
