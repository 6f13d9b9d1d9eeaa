package io.osapi.adapters.http;

import io.osapi.application.ReadTelemetry;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Range;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a host tells of itself. */
final class TelemetryResource {
  /** Longer than anything is kept. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  public record Query(
      @About("Only telemetry of that type") Optional<TelemetryType> type,
      @About("Also what came within so long before now, such as 1h") Optional<String> since,
      @About("At most so many of those")
          @Range(min = 1, max = ReadTelemetry.MAX_LIMIT)
          @Fallback("100")
          int limit) {}

  private static final Shape<Query> SHAPE = Shape.of(Query.class);

  static final List<Field> FIELDS = SHAPE.fields();

  private final ReadTelemetry readTelemetry;

  TelemetryResource(ReadTelemetry readTelemetry) {
    this.readTelemetry = readTelemetry;
  }

  Reply get(Call call) {
    var name = call.path().get("hostname");
    var violations = new Violations();
    var query = violations.collect(() -> QueryParameters.read(SHAPE, call));
    var within = violations.collect(() -> call.query("since").map(TelemetryResource::span));
    violations.refuseIfAny();
    var read = query.orElseThrow();
    return Reply.ok(
        view(
            name,
            readTelemetry.read(
                name, new ReadTelemetry.Query(read.type(), within.orElseThrow(), read.limit()))));
  }

  private static Duration span(String text) {
    var pointer = QueryParameters.pointer("since");
    var span = DurationText.parse(text, pointer);
    if (!span.isPositive() || span.compareTo(LONGEST) > 0) {
      throw ProblemException.invalid(
          Violation.outOfRange(pointer, "must be more than 0s and at most 3650d"));
    }
    return span;
  }

  private static Map<String, Object> view(String name, ReadTelemetry.Found found) {
    var view = new LinkedHashMap<String, Object>();
    view.put("hostname", name);
    var latest = new LinkedHashMap<String, Object>();
    found.latest().forEach(record -> latest.put(record.type().text(), view(record)));
    view.put("latest", latest);
    found.window().ifPresent(window -> put(view, window));
    return view;
  }

  private static void put(Map<String, Object> view, TelemetryStore.Window window) {
    view.put("items", window.records().stream().map(TelemetryResource::view).toList());
    view.put("truncated", window.isCut());
  }

  /** What the host sent, and what we know better than it does. */
  private static Map<String, Object> view(TelemetryRecord record) {
    var view = new LinkedHashMap<String, Object>();
    view.put("type", record.type().text());
    view.put("received_at", Rfc3339.text(record.receivedAt()));
    record.payload().forEach(view::putIfAbsent);
    return view;
  }
}
