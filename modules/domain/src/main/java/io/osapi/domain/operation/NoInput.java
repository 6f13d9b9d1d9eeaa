package io.osapi.domain.operation;

/** The input of an operation that needs none. */
public record NoInput() {}
