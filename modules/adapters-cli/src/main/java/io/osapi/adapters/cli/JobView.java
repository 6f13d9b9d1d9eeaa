package io.osapi.adapters.cli;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.osapi.domain.operation.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job as the API shows it, drawn: what was asked, each host's part, what happened when. */
final class JobView {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("status"),
          Column.of("OPERATION", row -> operation(row)),
          Column.of("target"),
          Column.of("HOSTS", JobView::hosts),
          Column.of("AGE", row -> age(row.get("created_at"))));

  static final List<Column> WIDE =
      List.of(
          Column.of("id"),
          Column.of("status"),
          Column.of("OPERATION", row -> operation(row)),
          Column.of("target"),
          Column.of("HOSTS", JobView::hosts),
          Column.of("created_at"),
          Column.of("updated_at"),
          Column.of("expires_at"),
          Column.of("created_by"));

  private static final List<String> FACTS =
      List.of(
          "id",
          "status",
          "target",
          "created_by",
          "created_at",
          "updated_at",
          "expires_at",
          "retry_of",
          "retried_as",
          "error");

  private static final List<Column> TIMELINE =
      List.of(
          Column.of("timestamp"),
          Column.of("event"),
          Column.of("hostname"),
          Column.of("message"),
          Column.wrapping("error"));

  private JobView() {}

  static View of(Catalogue catalogue, Map<String, Object> job) {
    var parts = new ArrayList<View.Part>();
    parts.add(new View.Part.Facts(facts(job)));
    var results = results(job);
    if (!results.isEmpty()) {
      parts.add(
          catalogue
              .find(operation(job).text())
              .map(known -> ResultTable.of(known, results))
              .orElseGet(() -> ResultTable.ofUnknown(results)));
    }
    var timeline = Json.maps(job, "timeline");
    if (!timeline.isEmpty()) {
      parts.add(new View.Part.Table(List.of(), TIMELINE, timeline));
    }
    return new View(job, List.of(job), "id", parts);
  }

  /** Each host's part and what it answered, in one: as the answers of operations have it. */
  static List<Map<String, Object>> results(Map<String, Object> job) {
    var responses = Json.map(job, "responses");
    var results = new ArrayList<Map<String, Object>>();
    Json.map(job, "workers")
        .forEach((host, outcome) -> {
          var response = Json.asMap(responses.get(host));
          var result = new LinkedHashMap<String, Object>(Json.map(response, "data"));
          result.put("hostname", host);
          response.forEach((name, value) -> putOwn(result, name, value));
          Json.asMap(outcome).forEach((name, value) -> putOwn(result, name, value));
          results.add(result);
        });
    return results;
  }

  private static void putOwn(Map<String, Object> result, String name, Object value) {
    if (List.of("status", "changed", "duration_ms", "error", "error_code").contains(name)) {
      result.put(name, value);
    }
  }

  /** How many of a job's hosts did it: 2/3. */
  private static Cell hosts(Map<String, Object> job) {
    var results = results(job);
    long good = results.stream().filter(Words::isGood).count();
    return results.isEmpty() ? Cell.NONE : Cell.number(good + "/" + results.size());
  }

  /** By this machine's clock: good enough to tell minutes from days. */
  private static Cell age(Object time) {
    try {
      var age = Duration.between(Instant.parse(String.valueOf(time)), Instant.now());
      return Cell.text(Spans.text(age.isNegative() ? Duration.ZERO : age.truncatedTo(SECONDS)));
    } catch (DateTimeParseException noTime) {
      return Cell.NONE;
    }
  }

  private static Map<String, Cell> facts(Map<String, Object> job) {
    var facts = new LinkedHashMap<String, Cell>();
    for (var name : FACTS) {
      if (name.equals("target")) {
        facts.put("operation", operation(job));
      }
      facts.put(name, Cells.of(name, job.get(name)));
    }
    return facts;
  }

  /** The name, whether or not its input comes with it. */
  private static Cell operation(Map<String, Object> job) {
    return Cells.of(
        "operation",
        job.get("operation") instanceof Map<?, ?> withInput
            ? withInput.get("type")
            : job.get("operation"));
  }
}
