package io.osapi.domain.operation;

import io.osapi.domain.access.Scope;

/** What an operation does to its host; decides routing, what a crash means, and the usual scope. */
public enum Effect {
  /** Reads. May run again after a crash. */
  QUERY(Scope.READ),
  /** Changes the host. Never runs twice for one job. */
  MODIFY(Scope.WRITE),
  /** Runs what the caller chose. Never runs twice for one job. */
  EXECUTE(Scope.ADMIN);

  private final Scope usualScope;

  Effect(Scope usualScope) {
    this.usualScope = usualScope;
  }

  public Scope usualScope() {
    return usualScope;
  }

  public boolean mayRunAgain() {
    return this == QUERY;
  }
}
