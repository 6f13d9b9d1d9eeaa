package io.osapi.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.shape.Type;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What osapi ships. A new operation is checked here without a new test. */
class StandardCatalogueTest {

  /** Every class of this package whose name says that it is a family's file. */
  static List<Class<?>> familyClasses() throws IOException, URISyntaxException {
    var classes =
        Path.of(Catalogue.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(Catalogue.class.getPackageName().replace('.', '/'));
    try (var files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\w+Operations\\.class"))
          .sorted()
          .<Class<?>>map(StandardCatalogueTest::load)
          .toList();
    }
  }

  static Stream<Operation<?, ?>> operations() {
    return Catalogue.standard().operations().stream();
  }

  @Test
  void the_search_for_families_finds_them() throws Exception {
    assertThat(familyClasses()).contains(SystemOperations.class);
  }

  @ParameterizedTest
  @MethodSource("familyClasses")
  void every_operation_that_a_family_declares_is_in_the_catalogue(Class<?> family) {
    var declared =
        Arrays.stream(family.getDeclaredFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .filter(field -> field.getType() == Operation.class)
            .map(StandardCatalogueTest::value)
            .toList();

    assertThat(declared).as("constants of " + family.getSimpleName()).isNotEmpty();
    assertThat(declared).isSubsetOf(List.<Object>copyOf(Catalogue.standard().operations()));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void every_operation_has_a_summary_of_one_line_without_a_full_stop(Operation<?, ?> operation) {
    assertThat(operation.summary()).matches("[A-Z][^\\n]{3,79}").doesNotEndWith(".");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void every_field_of_input_and_output_says_what_it_means(Operation<?, ?> operation) {
    assertThat(Stream.concat(fields(operation.input()), fields(operation.output())))
        .allMatch(field -> field.about().matches("[A-Z][^\\n]+[^.]"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void every_fallback_is_a_value_of_its_field(Operation<?, ?> operation) {
    var violated =
        catchThrowableOfType(ProblemException.class, () -> operation.input().read(Map.of()));

    // What is left over is what must be given; a fallback of the wrong kind would be another code.
    assertThat(violated == null ? List.<Violation>of() : violated.violations())
        .allMatch(violation -> violation.code().equals("required"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void what_changes_a_host_says_whether_it_did(Operation<?, ?> operation) {
    if (operation.effect() == Effect.MODIFY) {
      assertThat(operation.output().recordClass()).isAssignableTo(Change.class);
    }
  }

  private static Stream<Field> fields(Shape<?> shape) {
    return shape.fields().stream()
        .flatMap(field -> Stream.concat(Stream.of(field), nested(field.type())));
  }

  private static Stream<Field> nested(Type type) {
    return switch (type) {
      case Type.Nested nested -> fields(nested.shape());
      case Type.Many many -> nested(many.element());
      case Type.Named named -> nested(named.value());
      case Type.Text _, Type.Whole _, Type.Decimal _, Type.Flag _ -> Stream.empty();
      case Type.Time _, Type.Span _, Type.Choice _ -> Stream.empty();
    };
  }

  private static Class<?> load(String fileName) {
    try {
      var name = fileName.substring(0, fileName.length() - ".class".length());
      return Class.forName(Catalogue.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException gone) {
      throw new IllegalStateException(gone);
    }
  }

  private static Object value(java.lang.reflect.Field constant) {
    try {
      return constant.get(null);
    } catch (IllegalAccessException notVisible) {
      throw new IllegalStateException(constant + " must be public", notVisible);
    }
  }
}
