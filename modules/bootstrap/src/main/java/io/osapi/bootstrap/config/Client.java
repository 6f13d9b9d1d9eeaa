package io.osapi.bootstrap.config;

import java.net.URI;
import java.util.Optional;

/**
 * The command line as a client of the API.
 *
 * @param bearerToken present for {@link Use#CLIENT}
 */
public record Client(URI url, Optional<Secret> bearerToken) {}
