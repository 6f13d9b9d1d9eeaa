package io.osapi.adapters.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.osapi.adapters.cli.Typed.Word;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands that follow from the catalogue: {@code <family> <resource>}, and the verb behind it
 * where the resource has more than one.
 */
final class OperationCommands {
  /** How long the API holds its answer when nobody says, and at most. */
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** What the answer may take beyond the wait. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private OperationCommands() {}

  static List<Word> words(Catalogue catalogue) {
    return catalogue.families().stream()
        .map(members ->
            new Word(
                members.family().name(),
                members.family().summary(),
                typed -> family(members.operations(), typed)))
        .toList();
  }

  private static CommandSpec family(List<Operation<?, ?>> operations, Typed typed) {
    if (operations.stream().allMatch(each -> each.name().isOfFamilyItself())) {
      return resource(operations, typed);
    }
    var resources = new ArrayList<Word>();
    operations.stream()
        .collect(groupingBy(operation -> operation.name().resource(), LinkedHashMap::new, toList()))
        .forEach((resource, members) ->
            resources.add(
                new Word(
                    resource, summary(resource, members), behind -> resource(members, behind))));
    return typed.add(CommandSpec.create(), resources);
  }

  /** How the operation is called here: {@code osapi client network dns get}. */
  static String words(Catalogue catalogue, Operation<?, ?> operation) {
    var name = operation.name();
    boolean alone =
        catalogue.operations().stream()
                .map(Operation::name)
                .filter(other -> other.family().equals(name.family()))
                .filter(other -> other.resource().equals(name.resource()))
                .count()
            == 1;
    var words = "osapi client " + name.path().replace('/', ' ');
    return alone ? words : words + " " + name.verb();
  }

  private static CommandSpec resource(List<Operation<?, ?>> operations, Typed typed) {
    if (operations.size() == 1) {
      return command(operations.getFirst());
    }
    var verbs =
        operations.stream()
            .map(each -> Word.of(each.name().verb(), each.summary(), () -> command(each)))
            .toList();
    return typed.add(CommandSpec.create(), verbs);
  }

  private static String summary(String resource, List<Operation<?, ?>> operations) {
    if (operations.size() == 1) {
      return operations.getFirst().summary();
    }
    var verbs = operations.stream().map(each -> each.name().verb()).toList();
    return Words.noun(resource) + ": " + String.join(", ", verbs);
  }

  private static CommandSpec command(Operation<?, ?> operation) {
    var options = new ArrayList<OptionSpec>(Inputs.options(operation));
    options.add(Commands.target());
    options.add(
        Commands.duration(
            "--timeout",
            "How long each host may take (default: " + Spans.text(operation.timeout()) + ")"));
    if (Confirmation.concerns(operation)) {
      options.add(Commands.yes());
    }
    return Commands.command(call -> run(call, operation), options);
  }

  private static int run(Call call, Operation<?, ?> operation) {
    var input = Inputs.read(operation, call.parsed());
    var target = call.text("--target");
    var api = call.api();
    Confirmation.require(call, api, operation, target.orElse("_any"));
    // While the answer is on its way: the JVM makes a class for each kind of annotation it reads.
    Thread.ofPlatform().daemon().name("shape").start(operation::output);
    var reply = send(call, api, request(operation, input, target, call));
    var document = reply.document();
    var results = Json.maps(document, "results");
    call.print(
        new View(document, results, "hostname", List.of(ResultTable.of(operation, results))));
    return conclude(call, reply.status(), document, results);
  }

  private static Api.Reply send(Call call, Api api, Api.Request request) {
    var hint = "Interrupted. The hosts may go on: osapi client job list";
    try (var _ = OnInterrupt.say(call.terminal(), List.of(hint))) {
      return api.checked(request);
    }
  }

  private static Api.Request request(
      Operation<?, ?> operation, Map<String, Object> input, Optional<String> target, Call call) {
    var request = Route.request(operation, input);
    var query = new LinkedHashMap<>(request.query());
    target.ifPresent(text -> query.put("target", text));
    var timeout = call.value("--timeout", Duration.class);
    timeout.ifPresent(span -> query.put("timeout", span.toString()));
    // A longer time limit is worth a longer wait; one that is shorter ends the wait by itself.
    var wait =
        timeout.filter(span -> span.compareTo(USUAL_WAIT) > 0).map(OperationCommands::within);
    request = request.query(query).patience(wait.orElse(USUAL_WAIT).plus(GRACE));
    return wait.isPresent() ? request.header("Prefer", "wait=" + wait.get().toSeconds()) : request;
  }

  private static Duration within(Duration span) {
    return span.compareTo(LONGEST_WAIT) < 0 ? span : LONGEST_WAIT;
  }

  private static int conclude(
      Call call, int status, Map<String, Object> document, List<Map<String, Object>> results) {
    call.terminal().note(Words.hosts(results));
    if (status == 202) {
      var id = Json.text(document, "job_id").map(Visible::line).orElse("?");
      call.terminal().error("Not all hosts have answered yet; the job goes on:");
      call.terminal().error("  osapi client job get " + id + " --wait");
      return Exit.TIMED_OUT;
    }
    return results.stream().allMatch(Words::isGood) ? Exit.OK : Exit.HOSTS_FAILED;
  }
}
