package io.osapi.domain.access;

import java.util.Set;

/**
 * Who asks.
 *
 * @param subject the token's {@code sub}
 * @param roles the roles the token carries; unknown ones are dropped before
 */
public record Principal(String subject, Set<Role> roles) {

  public Principal {
    roles = Set.copyOf(roles);
  }

  public boolean may(Scope scope) {
    return roles.stream().anyMatch(role -> role.scopes().contains(scope));
  }
}
