package io.osapi.domain.operation;

/** An output that knows whether the host was changed: the same request again is {@code false}. */
public interface Change {
  boolean changed();
}
