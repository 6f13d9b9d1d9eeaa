package io.osapi.bootstrap.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line as a client of the API.
 *
 * @param bearerToken present for {@link Use#CLIENT}
 * @param caFile whom to trust instead of whom the JDK trusts
 */
public record Client(URI url, Optional<Secret> bearerToken, Optional<Path> caFile) {}
