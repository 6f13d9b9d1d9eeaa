package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
  private final List<Fault> faults = new ArrayList<>();

  @Test
  void a_value_knows_the_line_of_its_key() {
    var given = read("# first\napi:\n\n  server:\n    host: a\n    port: 1");

    assertThat(given)
        .extracting(each -> each.name() + "@" + each.origin().place())
        .containsExactly("api.server.host@f:5", "api.server.port@f:6");
    assertThat(faults).isEmpty();
  }

  @Test
  void a_dotted_name_is_the_same_as_nested_mappings() {
    assertThat(read("api.server:\n  port: 1"))
        .extracting(Given::name, Given::raw)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("api.server.port", new Raw.Text("1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment", "---\n", "api:\n", "api:\n  server:\n"})
  void nothing_is_given_and_nothing_is_wrong(String text) {
    assertThat(read(text)).isEmpty();
    assertThat(faults).isEmpty();
  }

  @Test
  void a_text_stays_as_it_is_written() {
    var given = read("job: {worker: {labels: {a: 0x1F, b: 1_000, c: 1.50, d: yes, e: '007'}}}");

    assertThat(given)
        .extracting(Given::raw)
        .hasToString("[Entries[entries={a=0x1F, b=1_000, c=1.50, d=yes, e=007}]]");
  }

  @Test
  void a_key_that_stands_there_twice_is_a_fault() {
    read(
        "debug: true\napi:\n  server:\n    port: 1\n    port: 2\ndebug: false\napi.server.port: 3");

    assertThat(texts())
        .containsExactly(
            "f:5: api.server.port: stands here for the second time",
            "f:6: debug: stands here for the second time",
            "f:7: api.server.port: stands here for the second time");
  }

  @Test
  void a_section_that_stands_there_twice_is_a_fault() {
    read("api: {server: {port: 1}}\napi: {server: {host: a}}");

    assertThat(texts()).containsExactly("f:2: api: stands here for the second time");
  }

  @Test
  void a_map_entry_that_stands_there_twice_is_a_fault() {
    read("job: {worker: {labels: {a: 1, a: 2}}}");

    assertThat(texts())
        .containsExactly("f:1: job.worker.labels.a: stands here for the second time");
  }

  @Test
  void an_unknown_key_is_named_once_whatever_is_below_it() {
    var given = read("agents:\n  commands: {allowed: [a, {b: c}]}\ndebug: true");

    assertThat(texts()).hasSize(1).first().asString().startsWith("f:1: agents: is not a key");
    assertThat(given).extracting(Given::name).containsExactly("debug");
  }

  @ParameterizedTest
  @ValueSource(strings = {"- a", "text", "7", "[]"})
  void a_document_that_is_no_mapping_is_a_fault(String text) {
    assertThat(read(text)).isEmpty();
    assertThat(texts()).containsExactly("f:1: must be a mapping of keys to values");
  }

  @Test
  void a_section_must_be_a_mapping() {
    read("api: 1\nnats: [a]");

    assertThat(texts())
        .containsExactly(
            "f:1: api: must be a mapping of keys", "f:2: nats: must be a mapping of keys");
  }

  @Test
  void a_key_without_a_value_is_a_fault() {
    read("debug:");

    assertThat(texts()).containsExactly("f:1: debug: has no value; give one, or remove the key");
  }

  @Test
  void lists_and_maps_hold_single_values_only() {
    read("job: {consumer: {back_off: [1s, [2s], null]}, worker: {labels: {a: {b: c}}}}");

    assertThat(texts())
        .containsExactly(
            "f:1: job.consumer.back_off: must hold single values only",
            "f:1: job.consumer.back_off: must hold single values only",
            "f:1: job.worker.labels.a: must hold single values only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "debug: !!bool true",
        "debug: !!java.net.URL http://x",
        "job: {worker: {labels: !custom {a: b}}}",
        "api: !!javax.script.ScriptEngineManager {server: {port: 1}}",
        "job: {consumer: {back_off: [!!str 1s]}}"
      })
  void no_tag_chooses_a_type(String text) {
    assertThat(read(text)).isEmpty();
    assertThat(texts())
        .singleElement()
        .asString()
        .endsWith("has a tag; write the value without it");
  }

  @Test
  void anchors_and_aliases_are_refused() {
    assertThat(read("job: {consumer: {back_off: &a [1s]}, dlq: {max_age: *a}}")).isEmpty();
    assertThat(read("debug: &on true")).isEmpty();
    assertThat(texts())
        .containsExactly(
            "f:1: job.consumer.back_off: has an anchor or alias; write the value itself",
            "f:1: job.dlq.max_age: has an anchor or alias; write the value itself",
            "f:1: debug: has an anchor or alias; write the value itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"? [debug]: true", "{{debug: true}: true}", "&a b: 1\n*a : 2"})
  void a_key_is_a_single_text(String text) {
    read(text);

    assertThat(texts())
        .last()
        .asString()
        .endsWith("is not valid YAML: a key must be a single text");
  }

  @Test
  void a_file_that_multiplies_itself_stays_small() {
    var lines = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 50; i++) {
      lines.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(read(lines.toString())).isEmpty();
    assertThat(faults).hasSize(50);
  }

  @Test
  void a_merge_key_is_no_key() {
    read("<<: {debug: true}");

    assertThat(texts()).singleElement().asString().startsWith("f:1: <<: is not a key");
  }

  @Test
  void a_second_document_is_a_fault() {
    read("debug: true\n---\ndebug: false");

    assertThat(texts()).containsExactly("f:3: has a second document; only one is read");
  }

  @Test
  void depth_is_bounded() {
    var deep =
        IntStream.range(0, 2000).mapToObj(_ -> "[").collect(Collectors.joining("", "x: ", ""));
    read(deep);

    assertThat(texts()).isNotEmpty().last().asString().contains("is not valid YAML");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16})
  void sixteen_levels_are_read_and_no_more(int lists) {
    read("debug: false\nx: " + "[".repeat(lists) + "]".repeat(lists));

    assertThat(texts()).first().asString().startsWith("f:2: x: is not a key");
    assertThat(texts().contains("f:2: is not valid YAML: it is deeper than 16 levels"))
        .isEqualTo(lists > 15);
  }

  @Test
  void a_syntax_error_has_its_line_and_shows_nothing_of_the_file() {
    read("debug: true\napi:\n  client:\n    security:\n      bearer_token: \"s3cret\n");

    assertThat(texts()).singleElement().asString().startsWith("f:").doesNotContain("s3cret");
    assertThat(texts()).singleElement().asString().contains(": is not valid YAML: while scanning");
  }

  private List<Given> read(String text) {
    return FileSource.read(Path.of("f"), text, faults);
  }

  private List<String> texts() {
    return faults.stream().map(Fault::text).toList();
  }
}
