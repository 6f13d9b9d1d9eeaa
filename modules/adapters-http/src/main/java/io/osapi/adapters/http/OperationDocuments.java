package io.osapi.adapters.http;

import static io.osapi.adapters.http.Component.answer;
import static io.osapi.adapters.http.Component.member;

import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an operation's own resource takes and answers, as JSON Schema. */
final class OperationDocuments {
  private OperationDocuments() {}

  /** {@code network.dns.update} is {@code networkDnsUpdate}. */
  static String id(Operation<?, ?> operation) {
    var words = operation.name().toString().split("[.-]");
    for (int i = 1; i < words.length; i++) {
      words[i] = capitalised(words[i]);
    }
    return String.join("", words);
  }

  static Component input(Operation<?, ?> operation) {
    return new Component(name(operation, "Input"), () -> Schema.input(operation.input()));
  }

  static Component results(Operation<?, ?> operation) {
    return new Component(
        name(operation, "Results"),
        () ->
            Component.object(
                operation.summary() + ": what each host answered",
                List.of(
                    member("job_id", "The job that was made for it", Documents.ID),
                    member("target", "Which workers were asked", Documents.TEXT),
                    member(
                        "results",
                        "By host name, failures included",
                        Documents.list(result(operation))))));
  }

  /** The output's members lie in it, where they are not hidden by those that every result has. */
  private static Component result(Operation<?, ?> operation) {
    var members = new ArrayList<Component.Member>();
    members.add(member("hostname", "Name of the worker", Documents.TEXT));
    members.add(member("status", "What became of it there", Documents.choice(statuses())));
    changed(operation).ifPresent(members::add);
    members.add(member("error", "Why it did not complete, for people", Documents.TEXT).orAbsent());
    members.add(member("error_code", "The same, stable", Documents.TEXT).orAbsent());
    var own = members.stream().map(Component.Member::name).toList();
    Schema.members(operation.output()).stream()
        .filter(member -> !own.contains(member.name()))
        .map(Component.Member::orAbsent)
        .forEach(members::add);
    return answer(
        name(operation, "Result"),
        "One host's answer; the members of the output are there where status is ok",
        members.toArray(Component.Member[]::new));
  }

  private static Optional<Component.Member> changed(Operation<?, ?> operation) {
    return Change.class.isAssignableFrom(operation.output().recordClass())
        ? Optional.of(member("changed", "Whether the host was changed", Documents.FLAG).orAbsent())
        : Optional.empty();
  }

  private static String[] statuses() {
    return Arrays.stream(WorkerStatus.values())
        .filter(WorkerStatus::isFinal)
        .map(ResultsView::status)
        .toArray(String[]::new);
  }

  private static String name(Operation<?, ?> operation, String suffix) {
    return capitalised(id(operation)) + suffix;
  }

  private static String capitalised(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
