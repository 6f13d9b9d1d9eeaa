package io.osapi.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.osapi.architecture.Rules.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private static final Pattern MOCKING_LIBRARY =
      Pattern.compile("<artifactId>[^<]*(mock|powermock)[^<]*</artifactId>");

  private final ClassFileImporter importer = new ClassFileImporter();
  private JavaClasses product;
  private JavaClasses tests;
  private JavaClasses productWithPlanted;
  private JavaClasses testsWithPlanted;

  @BeforeAll
  void importClasses(@TempDir Path planted) throws IOException {
    // Names of library classes will do; looking into each of them takes half a minute.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    product = importer.importPaths(productPaths());
    tests = importer.importPaths(testPaths());
    productWithPlanted = withPlanted(productPaths(), Rules.OF_THE_PRODUCT, planted.resolve("p"));
    testsWithPlanted = withPlanted(testPaths(), Rules.OF_THE_TESTS, planted.resolve("t"));
  }

  @Test
  void every_module_has_classes_to_look_at() {
    for (var module : Project.MODULES) {
      assertThat(importer.importPath(Project.classes(module))).as(module).isNotEmpty();
    }
    assertThat(tests.contain(ArchitectureTest.class)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofTheProduct")
  void the_product_keeps_the_rule(String name, Rule rule) {
    rule.rule().check(product);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofTheTests")
  void the_tests_keep_the_rule(String name, Rule rule) {
    rule.rule().check(tests);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"ofTheProduct", "ofTheTests"})
  void a_planted_violation_is_found(String name, Rule rule) {
    assertThat(finding(rule)).isNotEmpty();
  }

  @Test
  void no_module_depends_on_a_mocking_library() throws IOException {
    for (var pom : poms()) {
      assertThat(MOCKING_LIBRARY.matcher(Files.readString(pom)).find()).as("%s", pom).isFalse();
    }
    assertThat("<artifactId>mockito-core</artifactId>").containsPattern(MOCKING_LIBRARY);
  }

  @Test
  void the_document_lists_every_rule_and_what_its_violation_said() {
    var table = new StringBuilder("\n| rule | planted | what the failure says |\n|---|---|---|\n");
    Stream.concat(Rules.OF_THE_PRODUCT.stream(), Rules.OF_THE_TESTS.stream())
        .forEach(rule -> table.append(row(rule)));

    Generated.part(
            "docs/testing.md",
            "<!-- generated: architecture rules -->\n",
            "<!-- end: architecture rules -->\n")
        .mustBe(table.append('\n').toString());
  }

  /** The line of the failure that is about the planted code. */
  private String finding(Rule rule) {
    boolean isOfTests = Rules.OF_THE_TESTS.contains(rule);
    var failure =
        catchThrowableOfType(
            AssertionError.class,
            () -> rule.rule().check(isOfTests ? testsWithPlanted : productWithPlanted));
    assertThat(failure).as(rule.name()).isNotNull().hasMessageContaining(rule.found());
    return failure
        .getMessage()
        .lines()
        .filter(line -> line.contains(rule.found()))
        .findFirst()
        .orElseThrow()
        .strip();
  }

  private String row(Rule rule) {
    var planted =
        String.join("<br>", rule.planted().stream().map(code -> "`" + code + "`").toList());
    return "| " + rule.name() + " | " + planted + " | `" + finding(rule) + "` |\n";
  }

  private JavaClasses withPlanted(List<Path> paths, List<Rule> rules, Path to) throws IOException {
    Files.createDirectories(to);
    Planted.compile(rules.stream().flatMap(rule -> rule.planted().stream()).toList(), to);
    return importer.importPaths(Stream.concat(paths.stream(), Stream.of(to)).toList());
  }

  private static List<Path> productPaths() {
    return Project.MODULES.stream().map(Project::classes).toList();
  }

  /** A module without tests has no directory for them. */
  private static List<Path> testPaths() {
    return Project.MODULES.stream().map(Project::testClasses).filter(Files::exists).toList();
  }

  private static List<Path> poms() throws IOException {
    try (var files = Files.walk(Project.ROOT, 3)) {
      return files.filter(file -> file.endsWith("pom.xml")).toList();
    }
  }

  private static Stream<Object[]> ofTheProduct() {
    return Rules.OF_THE_PRODUCT.stream().map(rule -> new Object[] {rule.name(), rule});
  }

  private static Stream<Object[]> ofTheTests() {
    return Rules.OF_THE_TESTS.stream().map(rule -> new Object[] {rule.name(), rule});
  }
}
