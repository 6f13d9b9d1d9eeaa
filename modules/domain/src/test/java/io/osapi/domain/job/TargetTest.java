package io.osapi.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @Test
  void any_and_all_are_words_of_their_own() {
    assertThat(Target.parse("_any", "/target")).isEqualTo(new Target.Any());
    assertThat(Target.parse("_all", "/target")).isEqualTo(new Target.All());
  }

  @Test
  void a_host_name_is_that_host() {
    assertThat(Target.parse("web-01.example", "/target"))
        .isEqualTo(new Target.Host(new HostName("web-01.example")));
  }

  @Test
  void a_key_and_a_path_are_a_label() {
    assertThat(Target.parse("group:web.dev", "/target"))
        .isEqualTo(new Target.Label("group", "web.dev"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "_none",
        "_ALL",
        "-web",
        "web-",
        ".",
        "web 01",
        "web/01",
        "web*",
        "web>",
        "größe",
        ":",
        "group:",
        ":web",
        "group:web.",
        "group:.web",
        "group:web..dev",
        "group:web dev",
        "group:a:b",
        "group:*",
        "gr.oup:web",
        "web\n",
        "group:web\n",
        "group:1.2.3.4.5.6.7.8.9"
      })
  void anything_else_is_refused_where_it_stands(String text) {
    assertThatThrownBy(() -> Target.parse(text, "query/target"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::pointer, Violation::code)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("query/target", "bad-format")));
  }

  @Test
  void a_label_that_no_worker_can_have_cannot_be_made() {
    assertThatThrownBy(() -> new Target.Label("gr.oup", "web"))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> new Target.Label("group", "web..dev"))
        .isInstanceOf(ProblemException.class);
  }

  @Property
  void every_target_is_read_as_it_was_written(@ForAll("targets") Target target) {
    assertThat(Target.parse(target.text(), "/target")).isEqualTo(target);
  }

  @Test
  void any_and_all_mean_every_worker() {
    var worker = worker("web-01", Map.of());

    assertThat(new Target.Any().includes(worker)).isTrue();
    assertThat(new Target.All().includes(worker)).isTrue();
  }

  @Test
  void a_host_means_the_worker_of_exactly_that_name() {
    var target = new Target.Host(new HostName("web.01"));

    assertThat(target.includes(worker("web.01", Map.of()))).isTrue();
    assertThat(target.includes(worker("web_01", Map.of()))).isFalse();
    assertThat(target.includes(worker("WEB.01", Map.of()))).isFalse();
  }

  @Test
  void a_label_means_workers_at_or_below_its_path() {
    var target = new Target.Label("group", "web");

    assertThat(target.includes(worker("a", Map.of("group", "web")))).isTrue();
    assertThat(target.includes(worker("a", Map.of("group", "web.dev.eu")))).isTrue();
    assertThat(target.includes(worker("a", Map.of("group", "website")))).isFalse();
    assertThat(target.includes(worker("a", Map.of("role", "web")))).isFalse();
    assertThat(target.includes(worker("a", Map.of()))).isFalse();
  }

  @Provide
  Arbitrary<Target> targets() {
    var segment =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .numeric()
            .withChars('_', '-')
            .ofMinLength(1)
            .ofMaxLength(12);
    var path = segment.list().ofMinSize(1).ofMaxSize(8).map(segments -> String.join(".", segments));
    return Arbitraries.oneOf(
        Arbitraries.of(new Target.Any(), new Target.All()),
        path.filter(HostName::isValid).map(name -> new Target.Host(new HostName(name))),
        Combinators.combine(segment, path).as(Target.Label::new));
  }

  private static Worker worker(String host, Map<String, String> labels) {
    return new Worker(
        new HostName(host),
        new Labels(labels),
        "0.1.0",
        "linux/amd64",
        Instant.EPOCH,
        Duration.ofSeconds(10),
        1,
        List.of());
  }
}
