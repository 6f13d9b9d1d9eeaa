package io.osapi.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Range;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Family FAMILY = new Family("sample", "For tests");

  public record Input(@About("…") @Range(min = 1, max = 3) long count) {}

  private static final Operation<Input, NoInput> RUN =
      FAMILY.execute("thing.run", "Run a thing", Input.class, NoInput.class);

  private static final Operation<NoInput, NoInput> GET =
      FAMILY.query("thing.get", "Read a thing", NoInput.class, NoInput.class);

  private static final Catalogue CATALOGUE = Catalogue.of(FAMILY.of(RUN, GET));

  @Test
  void operations_stand_in_the_order_they_were_given() {
    assertThat(List.<Object>copyOf(CATALOGUE.operations())).containsExactly(RUN, GET);
  }

  @Test
  void an_operation_is_found_by_its_name() {
    assertThat(CATALOGUE.find("sample.thing.run").map(Object.class::cast)).contains(RUN);
    assertThat(CATALOGUE.find("sample.thing")).isEmpty();
  }

  @Test
  void two_operations_of_one_name_are_refused() {
    assertThatThrownBy(() -> Catalogue.of(FAMILY.of(RUN, GET, GET)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample.thing.get");
    assertThatThrownBy(() -> Catalogue.of(FAMILY.of(GET), FAMILY.of(GET)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_operation_in_the_wrong_family_is_refused() {
    assertThatThrownBy(() -> Catalogue.of(new Family("other", "Other").of(GET)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample.thing.get");
  }

  @Test
  void an_invocation_has_its_input_decoded() {
    assertThat(CATALOGUE.invocation("sample.thing.run", Map.of("count", 2), "/operation"))
        .isEqualTo(new Invocation<>(RUN, new Input(2)));
  }

  @Test
  void an_unknown_operation_is_refused_with_the_nearest_names() {
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> CATALOGUE.invocation("sample.thing.rum", Map.of(), "/operation"));

    assertThat(refused.violations())
        .containsExactly(
            new Violation(
                "/operation/type",
                "unknown-value",
                "is not an operation; did you mean sample.thing.run, sample.thing.get?"));
  }

  @Test
  void refused_input_is_told_where_the_caller_wrote_it() {
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                CATALOGUE.invocation(
                    "sample.thing.run", Map.of("count", 9, "extra", 1), "/operation"));

    assertThat(refused.violations())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/operation/data/count", "/operation/data/extra");
  }

  @Test
  void an_operation_needs_the_usual_scope_of_its_effect_unless_it_says_otherwise() {
    assertThat(GET.scope()).isEqualTo(Effect.QUERY.usualScope());
    assertThat(RUN.scope()).isEqualTo(Effect.EXECUTE.usualScope());
    assertThat(RUN.needing(GET.scope()).scope()).isEqualTo(GET.scope());
  }

  @Test
  void only_what_reads_may_run_again_after_a_crash() {
    assertThat(Effect.QUERY.mayRunAgain()).isTrue();
    assertThat(Effect.MODIFY.mayRunAgain()).isFalse();
    assertThat(Effect.EXECUTE.mayRunAgain()).isFalse();
  }
}
