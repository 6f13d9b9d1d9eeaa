package io.osapi.domain.operation;

/** An operation together with an input of its own type. */
public record Invocation<I extends Record, O extends Record>(Operation<I, O> operation, I input) {}
