package io.osapi.domain.shape;

import java.util.Optional;

/**
 * One member of a {@link Shape}.
 *
 * @param name in {@code snake_case}
 * @param about what it means, for people
 * @param required whether a caller must give it: it is neither optional nor has a fallback
 * @param fallback the text of the value it has when left out
 */
public record Field(
    String name, Type type, String about, boolean required, Optional<String> fallback) {}
