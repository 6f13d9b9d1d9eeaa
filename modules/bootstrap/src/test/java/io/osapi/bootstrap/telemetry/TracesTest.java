package io.osapi.bootstrap.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.port.Tracing.Activity;
import io.osapi.application.port.Tracing.Kind;
import io.osapi.application.port.Tracing.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TracesTest {
  private static final Position CALLER =
      new Position("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01", "rojo=1,b=2");
  private static final String HOSTILE = "a\nb\r\"c\\\u001b[31m\u2028\u202e";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Traces recorded =
      new Traces(
          new SdkRecorder(
              List.of(new LineExporter(out)), new Traces.Source("test", "1.2.3", "web-01")));
  private final Traces idsOnly = Traces.idsOnly();

  @Test
  void what_begins_without_a_caller_has_an_id_also_where_nothing_is_recorded() {
    var first = idsOnly.call(activity("a"), running -> running.position().orElseThrow());
    var second = idsOnly.call(activity("a"), running -> running.position().orElseThrow());

    assertThat(first.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(second.traceId());
    assertThat(Position.parse(List.of(first.traceParent()), List.of())).contains(first);
  }

  @Test
  void where_nothing_is_recorded_the_callers_position_is_handed_on_as_it_came() {
    idsOnly.run(
        below(CALLER),
        _ -> {
          assertThat(idsOnly.position()).contains(CALLER);
          idsOnly.run(activity("b"), _ -> assertThat(idsOnly.position()).contains(CALLER));
        });

    assertThat(idsOnly.position()).isEmpty();
  }

  @Test
  void an_activity_is_below_the_one_that_runs_on_its_thread() {
    recorded.run(below(CALLER), _ -> recorded.run(activity("inner"), _ -> {}));

    var spans = spans();
    var inner = spans.getFirst();
    var outer = spans.getLast();
    assertThat(outer.get("parent_span_id").asString()).isEqualTo(CALLER.spanId());
    assertThat(inner.get("parent_span_id")).isEqualTo(outer.get("span_id"));
    assertThat(List.of(inner, outer))
        .allMatch(span -> span.get("trace_id").asString().equals(CALLER.traceId()));
  }

  @Test
  void it_hands_on_its_own_position_and_the_state_of_others() {
    recorded.run(
        below(CALLER),
        running -> {
          var here = recorded.position().orElseThrow();
          assertThat(running.position()).contains(here);
          assertThat(here.traceId()).isEqualTo(CALLER.traceId());
          assertThat(here.spanId()).isNotEqualTo(CALLER.spanId());
          assertThat(here.state()).isEqualTo(CALLER.state());
        });
  }

  @Test
  void a_caller_that_wants_no_trace_gets_none_and_its_ids_go_on() {
    var unwanted = new Position(CALLER.traceId(), CALLER.spanId(), "00", "");
    var here = recorded.call(below(unwanted), running -> running.position().orElseThrow());

    assertThat(here.flags()).isEqualTo("00");
    assertThat(here.traceId()).isEqualTo(CALLER.traceId());
    assertThat(spans()).isEmpty();
  }

  @Test
  void work_on_another_thread_stays_in_its_activity() {
    recorded.run(
        activity("a"),
        running -> {
          var seen = new CompletableFuture<Optional<Position>>();
          var work = recorded.here(recorded::position);
          Thread.ofVirtual().start(() -> seen.complete(work.get()));
          assertThat(seen.join()).isEqualTo(running.position());
        });
  }

  @Test
  void what_is_known_only_at_the_end_is_recorded_as_well() {
    recorded.run(
        activity("early"),
        running -> {
          running.name("late");
          running.attribute("text", "value");
          running.attribute("number", 7);
          running.failed("503");
        });

    var span = spans().getFirst();
    assertThat(span.get("name").asString()).isEqualTo("late");
    assertThat(span.get("status").asString()).isEqualTo("error");
    assertThat(span.get("service").asString()).isEqualTo("test");
    assertThat(span.get("attributes"))
        .hasToString("{\"error.type\":\"503\",\"number\":7,\"text\":\"value\"}");
  }

  @Test
  void work_that_throws_ends_its_activity_with_the_type_of_the_error() {
    assertThatThrownBy(() ->
            recorded.call(
                activity("a"),
                _ -> {
                  throw new IOException("disk");
                }))
        .isInstanceOf(IOException.class);

    assertThat(spans().getFirst().get("attributes"))
        .hasToString("{\"error.type\":\"java.io.IOException\"}");
  }

  @Test
  void nothing_that_a_caller_sends_breaks_the_line_of_a_span() {
    var attributes = Map.<String, Object>of("url.path", HOSTILE);
    recorded.run(
        new Activity(HOSTILE, Kind.SERVER, Optional.empty(), attributes, Map.of()), _ -> {});

    var span = spans().getFirst();
    assertThat(span.get("name").asString()).isEqualTo(HOSTILE);
    assertThat(span.get("attributes").get("url.path").asString()).isEqualTo(HOSTILE);
    assertThat(text().chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
    assertThat(text()).doesNotContain("\u2028", "\u202e");
  }

  @Test
  void a_long_value_is_cut() {
    var attributes = Map.<String, Object>of("url.path", "x".repeat(100_000));
    recorded.run(new Activity("a", Kind.SERVER, Optional.empty(), attributes, Map.of()), _ -> {});

    assertThat(spans().getFirst().get("attributes").get("url.path").asString()).hasSize(1_024);
  }

  @Test
  void a_command_is_the_parent_of_its_requests() {
    var command = recorded.command("osapi client worker list");
    var request = command.request("GET", URI.create("http://localhost:8080/api/v1/workers"));
    request.answered(503);
    command.end(9);

    var spans = spans();
    var sent = spans.getFirst();
    var whole = spans.getLast();
    assertThat(request.headers())
        .hasEntrySatisfying(
            "traceparent",
            value ->
                assertThat(value)
                    .startsWith(
                        "00-" + request.traceId() + "-" + sent.get("span_id").asString() + "-"));
    assertThat(sent.get("parent_span_id")).isEqualTo(whole.get("span_id"));
    assertThat(sent.get("attributes").get("error.type").asString()).isEqualTo("503");
    assertThat(whole.get("name").asString()).isEqualTo("osapi client worker list");
    assertThat(whole.get("attributes").get("process.exit.code").asInt()).isEqualTo(9);
  }

  private static Activity activity(String name) {
    return new Activity(name, Kind.INTERNAL, Optional.empty(), Map.of(), Map.of());
  }

  private static Activity below(Position parent) {
    return new Activity("outer", Kind.SERVER, Optional.of(parent), Map.of(), Map.of());
  }

  /** In the order of their ends. */
  private List<JsonNode> spans() {
    recorded.close();
    return text().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
