package io.osapi.domain.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A named set of scopes that a token may carry. */
public enum Role {
  READ(Set.of(Scope.READ)),
  WRITE(Set.of(Scope.READ, Scope.WRITE)),
  ADMIN(Set.of(Scope.READ, Scope.WRITE, Scope.ADMIN));

  private final Set<Scope> scopes;

  Role(Set<Scope> scopes) {
    this.scopes = scopes;
  }

  public Set<Scope> scopes() {
    return scopes;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that name; empty for any other text, letter case included. */
  public static Optional<Role> named(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
