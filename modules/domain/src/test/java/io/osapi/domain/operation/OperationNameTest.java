package io.osapi.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationNameTest {

  @Test
  void a_name_is_family_resource_and_verb() {
    var name = OperationName.parse("network.dns.update");

    assertThat(name).isEqualTo(new OperationName("network", "dns", "update"));
    assertThat(name).hasToString("network.dns.update");
  }

  @Test
  void a_family_that_is_its_own_resource_is_named_once() {
    var name = OperationName.parse("inventory.get");

    assertThat(name).isEqualTo(new OperationName("inventory", "inventory", "get"));
    assertThat(name).hasToString("inventory.get");
    assertThat(name.path()).isEqualTo("inventory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", "a.a.b", "a.b.c.d", "a.", ".a", "a..c", ".b.c", "A.b.c", "a.b.c ", "a.1b.c",
        "a.b_c.d"
      })
  void anything_else_is_no_name(String text) {
    assertThatThrownBy(() -> OperationName.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void names_sort_by_their_text() {
    assertThat(OperationName.parse("a.b.d")).isGreaterThan(OperationName.parse("a.b.c"));
  }
}
