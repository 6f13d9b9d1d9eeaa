package io.osapi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md says is shown by a test is shown by one. */
class SecurityTableTest {
  private static final String HEADING = "\n## What an attacker tries, and the test that shows it\n";

  /** {@code Class.method} in code marks. */
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  @Test
  void every_row_names_a_test_and_every_test_is_there() throws IOException {
    var sources = sources();
    var page = Files.readString(Project.ROOT.resolve("docs/security.md"));
    var rows =
        page.substring(page.indexOf(HEADING) + HEADING.length())
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| an attacker tries"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(15).allMatch(row -> NAMED.matcher(row).find());
    assertThat(rows).flatMap(row -> missing(row, sources)).isEmpty();
  }

  @Test
  void a_test_that_is_not_there_is_found() {
    var sources =
        Map.of(
            "ATest",
            "@Test void a() {}\n@ParameterizedTest\n@ValueSource(strings = {\"}\", \"(\"})\nvoid b(X x)"
                + " {}\n@BeforeEach void c() {}");

    assertThat(missing("`ATest.a`, `ATest.b`, `ATest.c`, `ATest.d`, `BTest.a`", sources))
        .containsExactly("ATest.c", "ATest.d", "BTest.a");
  }

  private static List<String> missing(String row, Map<String, String> sources) {
    return NAMED
        .matcher(row)
        .results()
        .filter(named -> !isTest(sources.getOrDefault(named.group(1), ""), named.group(2)))
        .map(named -> named.group(1) + "." + named.group(2))
        .toList();
  }

  /** Between the annotation and the name stand at most other annotations and a type. */
  private static boolean isTest(String source, String method) {
    var declared =
        Pattern.compile("(void|Stream<DynamicNode>)\\s+" + method + "\\(").matcher(source);
    if (!declared.find()) {
      return false;
    }
    var before = source.substring(0, declared.start());
    var annotated = Pattern.compile("@(Test|ParameterizedTest|TestFactory)\\b").matcher(before);
    int at = annotated.results().mapToInt(each -> each.start()).reduce(-1, (_, last) -> last);
    // Another method between them would own the annotation.
    return at >= 0 && !Pattern.compile("\\bvoid\\s+\\w+\\(").matcher(before.substring(at)).find();
  }

  /** By class name. Contracts are tested by whoever inherits them. */
  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Project.ROOT.resolve("modules"))) {
      return files
          .filter(
              file -> file.toString().endsWith(".java") && file.toString().contains("/src/test/"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  SecurityTableTest::text,
                  (one, other) -> one + other));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
