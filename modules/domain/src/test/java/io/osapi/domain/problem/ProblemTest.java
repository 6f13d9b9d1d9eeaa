package io.osapi.domain.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {

  @ParameterizedTest
  @EnumSource
  void every_problem_has_a_code_a_title_and_advice_for_people(Problem problem) {
    assertThat(problem.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(problem.title()).matches("[A-Z].*[^.]");
    assertThat(problem.advice()).matches("[A-Z].*\\.");
  }

  @Test
  void a_code_is_the_name_in_kebab_case() {
    assertThat(Problem.NO_LIVE_WORKER.code()).isEqualTo("no-live-worker");
  }

  @Test
  void the_detail_names_what_varies_and_what_to_do_next() {
    var problem =
        new ProblemException(
            Problem.NO_MATCHING_WORKER, Map.of("target", "group:web", "expired", "no"));

    assertThat(problem.detail())
        .isEqualTo(
            "No worker was ever seen that matches the target: expired 'no', target 'group:web'. "
                + "GET /api/v1/workers lists them.");
    assertThat(problem).hasMessage(problem.detail());
  }

  @Test
  void the_detail_of_a_problem_where_nothing_varies_has_no_list() {
    assertThat(new ProblemException(Problem.UNAVAILABLE).detail())
        .isEqualTo("The job store cannot be reached. Try again; the service reconnects by itself.");
  }

  @Test
  void the_message_of_invalid_input_names_every_place() {
    var invalid =
        ProblemException.invalid(
            List.of(Violation.required("/a"), Violation.badFormat("/b/0", "must be a b")));

    assertThat(invalid.problem()).isEqualTo(Problem.INVALID_INPUT);
    assertThat(invalid)
        .hasMessage("The request has invalid input: /a is required; /b/0 must be a b");
  }

  @Test
  void a_violation_seen_from_above_points_below_its_parent() {
    assertThat(Violation.outOfRange("/count", "must be 1").below("/operation/data"))
        .isEqualTo(new Violation("/operation/data/count", "out-of-range", "must be 1"));
  }

  @Test
  void the_cause_stays_for_the_log() {
    var cause = new IllegalStateException("disk");

    assertThat(new ProblemException(Problem.UNAVAILABLE, Map.of(), cause)).hasCause(cause);
  }
}
