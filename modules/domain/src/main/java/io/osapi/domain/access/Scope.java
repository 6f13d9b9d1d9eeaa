package io.osapi.domain.access;

import java.util.Locale;

/** What a route or an operation needs of its caller. */
public enum Scope {
  READ,
  WRITE,
  ADMIN;

  /** The name in tokens, routes and documents. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
