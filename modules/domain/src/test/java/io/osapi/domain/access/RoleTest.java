package io.osapi.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void each_role_has_the_scopes_of_those_below_it() {
    assertThat(Role.READ.scopes()).containsExactlyInAnyOrder(Scope.READ);
    assertThat(Role.WRITE.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
    assertThat(Role.ADMIN.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE, Scope.ADMIN);
  }

  @Test
  void a_principal_may_what_one_of_its_roles_may() {
    var principal = new Principal("somebody", Set.of(Role.READ, Role.WRITE));

    assertThat(principal.may(Scope.WRITE)).isTrue();
    assertThat(principal.may(Scope.ADMIN)).isFalse();
  }

  @Test
  void a_principal_without_a_role_may_nothing() {
    assertThat(Scope.values()).noneMatch(new Principal("somebody", Set.of())::may);
  }

  @Test
  void a_role_is_found_by_its_exact_name() {
    assertThat(Role.named("admin")).contains(Role.ADMIN);
    assertThat(Role.named("Admin")).isEmpty();
    assertThat(Role.named("root")).isEmpty();
  }
}
