package io.osapi.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
  private static final System.Logger OURS = System.getLogger("io.osapi.test");
  private static final String HOSTILE =
      "a\nb\rc\td\u001b[31me\0f\u0085g\u2028h\u202Ei\"j\\k\uD800l\u200Bm";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void stop() {
    // Other tests log to nowhere.
    Logging.start(OutputStream.nullOutputStream(), LogFormat.TEXT, LogLevel.ERROR);
  }

  @Test
  void a_text_line_has_time_level_logger_context_and_message() {
    Logging.start(out, LogFormat.TEXT, LogLevel.INFO);
    LogContext.with(Map.of("job_id", "0198", "host", "web 01"))
        .run(() -> OURS.log(System.Logger.Level.INFO, "took {0} slots of {1}", 3_000, "ten"));

    assertThat(lines())
        .singleElement()
        .asString()
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  io\\.osapi\\.test"
                + " host=\"web 01\" job_id=0198: took 3000 slots of ten");
  }

  @Test
  void what_ends_a_thread_is_a_line_of_the_log() throws InterruptedException {
    Logging.start(out, LogFormat.JSON, LogLevel.INFO);
    Runnable fault =
        () -> {
          throw new NoClassDefFoundError("io/osapi/Lost");
        };
    Thread.ofVirtual().name("virtual").start(fault).join();
    Thread.ofPlatform().name("platform").start(fault).join();

    assertThat(lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"level\":\"error\"") && line.contains("io/osapi/Lost"))
        .anyMatch(line -> line.contains("'virtual'"))
        .anyMatch(line -> line.contains("'platform'"));
  }

  @Test
  void a_json_line_has_the_same_as_members() {
    Logging.start(out, LogFormat.JSON, LogLevel.INFO);
    LogContext.with(Map.of("job_id", "0198", "level", "mine"))
        .run(() -> OURS.log(System.Logger.Level.WARNING, "late"));

    var line = JsonMapper.shared().readTree(lines()[0]);
    assertThat(line.propertyNames())
        .containsExactly("time", "level", "logger", "message", "job_id", "field_level");
    assertThat(line.get("time").asString()).matches("\\S{10}T\\S{12}Z");
    assertThat(line.get("level").asString()).isEqualTo("warn");
    assertThat(line.get("logger").asString()).isEqualTo("io.osapi.test");
    assertThat(line.get("message").asString()).isEqualTo("late");
    assertThat(line.get("job_id").asString()).isEqualTo("0198");
    assertThat(line.get("field_level").asString()).isEqualTo("mine");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void no_value_can_break_its_line_or_command_a_terminal(LogFormat format) {
    Logging.start(out, format, LogLevel.INFO);
    LogContext.with(Map.of(HOSTILE, HOSTILE))
        .run(() -> {
          OURS.log(System.Logger.Level.ERROR, HOSTILE, new IOException(HOSTILE));
          System.getLogger("io.osapi." + HOSTILE).log(System.Logger.Level.ERROR, "named");
        });

    var text = out.toString(StandardCharsets.UTF_8);
    assertThat(lines()).hasSize(2);
    assertThat(text.chars().filter(c -> Character.isISOControl(c) && c != '\n')).isEmpty();
    assertThat(text).doesNotContain("\u2028", "\u202E", "\u200B", "\u0085");
    assertThat(text).contains("a\\nb\\rc\\td\\u001b[31me\\u0000f\\u0085g\\u2028h\\u202ei");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me role=admin",
        "me\" role=admin x=\"",
        "me\\\" role=admin",
        "me \\",
        "me role=\\\"admin\\\" \\\\",
        "me: done"
      })
  void no_value_can_pretend_to_be_another_field(String value) {
    Logging.start(out, LogFormat.TEXT, LogLevel.INFO);
    LogContext.with(Map.of("principal", value, "route", "a b"))
        .run(() -> OURS.log(System.Logger.Level.INFO, "done"));

    var fields = lines()[0].split("io\\.osapi\\.test ")[1];
    var quoted = "\"(?:[^\"\\\\]|\\\\.)*\"";
    assertThat(fields).matches("principal=" + quoted + " route=\"a b\": done");
  }

  @Test
  void a_hostile_message_arrives_whole_in_json() {
    Logging.start(out, LogFormat.JSON, LogLevel.INFO);
    var wellFormed = HOSTILE.replace("\uD800", "");
    OURS.log(System.Logger.Level.INFO, wellFormed);

    assertThat(JsonMapper.shared().readTree(lines()[0]).get("message").asString())
        .isEqualTo(wellFormed);
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void an_exception_stays_on_the_line_of_its_event(LogFormat format) {
    Logging.start(out, format, LogLevel.INFO);
    OURS.log(System.Logger.Level.ERROR, "failed", new IOException("disk", new Error("cause")));

    assertThat(lines())
        .singleElement()
        .asString()
        .contains(
            "java.io.IOException: disk\\n\\tat io.osapi.", "Caused by: java.lang.Error: cause");
  }

  @Test
  void a_line_is_no_dump() {
    Logging.start(out, LogFormat.TEXT, LogLevel.INFO);
    OURS.log(System.Logger.Level.INFO, "x".repeat(1_000_000));

    assertThat(lines()[0]).hasSizeLessThan(17_000).endsWith("… (1000000 characters)");
  }

  @Test
  void the_level_can_be_changed_while_the_process_runs() {
    var logging = Logging.start(out, LogFormat.TEXT, LogLevel.INFO);
    OURS.log(System.Logger.Level.DEBUG, "first");
    logging.level(LogLevel.DEBUG);
    OURS.log(System.Logger.Level.DEBUG, "second");
    logging.level(LogLevel.ERROR);
    OURS.log(System.Logger.Level.WARNING, "third");

    assertThat(lines()).singleElement().asString().contains("DEBUG", "second");
  }

  @Test
  void libraries_are_held_to_one_level_more() {
    var library = Logger.getLogger("com.example.library");
    Logging.start(out, LogFormat.TEXT, LogLevel.INFO);
    library.info("details");
    library.warning("trouble");

    assertThat(lines()).singleElement().asString().contains("WARN  com.example.library: trouble");
  }

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void each_level_lets_through_itself_and_what_is_more_severe(LogLevel level) {
    Logging.start(out, LogFormat.JSON, level);
    OURS.log(System.Logger.Level.ERROR, "event");
    OURS.log(System.Logger.Level.WARNING, "event");
    OURS.log(System.Logger.Level.INFO, "event");
    OURS.log(System.Logger.Level.DEBUG, "event");
    OURS.log(System.Logger.Level.TRACE, "event");

    var seen = java.util.Arrays.stream(lines()).map(line -> line.split("\"")[7]).toList();
    assertThat(seen)
        .isEqualTo(
            java.util.stream.Stream.of(LogLevel.values())
                .limit(level.ordinal() + 1)
                .map(LogLevel::text)
                .toList());
  }

  @Test
  void lines_of_many_threads_do_not_mix() throws Exception {
    Logging.start(out, LogFormat.TEXT, LogLevel.INFO);
    var message = "m".repeat(500);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 200)
          .forEach(_ -> threads.submit(() -> OURS.log(System.Logger.Level.INFO, message)));
    }

    assertThat(lines()).hasSize(200).allMatch(line -> line.endsWith(": " + message));
  }

  @Test
  void a_reader_that_is_gone_does_not_fail_the_process() {
    Logging.start(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        },
        LogFormat.TEXT,
        LogLevel.INFO);

    OURS.log(System.Logger.Level.INFO, "nobody reads this");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void a_field_that_a_caller_has_chosen_cannot_flood_the_line(LogFormat format) {
    Logging.start(out, format, LogLevel.INFO);
    LogContext.with(Map.of("principal", "x".repeat(1_000_000)))
        .run(() -> OURS.log(System.Logger.Level.INFO, "event"));

    assertThat(lines()).singleElement().asString().hasSizeLessThan(500).contains("1000000");
  }

  @Test
  void what_is_noted_later_is_on_the_lines_from_then_on() {
    LogContext.note("lost", "outside of any context");
    LogContext.with(Map.of("a", "1"))
        .run(() -> {
          LogContext.with(Map.of()).run(() -> LogContext.note("inner", "1"));
          LogContext.note("b", "2");
          assertThat(LogContext.fields()).isEqualTo(Map.of("a", "1", "b", "2"));
        });
  }

  @Test
  void another_thread_may_enter_a_context() throws Exception {
    var seen = new CompletableFuture<Map<String, String>>();
    LogContext.with(Map.of("a", "1"))
        .run(() -> {
          var here = LogContext.here();
          Thread.ofVirtual()
              .start(() -> here.run(() -> seen.complete(Map.copyOf(LogContext.fields()))));
        });

    assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void contexts_nest() {
    LogContext.with(Map.of("a", "1", "b", "1"))
        .run(() ->
            LogContext.with(Map.of("b", "2"))
                .run(() -> assertThat(LogContext.fields()).isEqualTo(Map.of("a", "1", "b", "2"))));
    assertThat(LogContext.fields()).isEmpty();
  }

  private String[] lines() {
    return out.toString(StandardCharsets.UTF_8).split("\n");
  }
}
