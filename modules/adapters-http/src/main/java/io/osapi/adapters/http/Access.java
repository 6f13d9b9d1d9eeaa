package io.osapi.adapters.http;

import io.osapi.domain.access.Scope;

/** Who may use a route. There is no third way: whoever adds a route says which of the two. */
sealed interface Access {

  /** Anybody, without a token. */
  record Open() implements Access {}

  /** Callers whose roles have that scope. */
  record Needs(Scope scope) implements Access {}
}
