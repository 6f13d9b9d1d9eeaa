package io.osapi.bootstrap.config;

import java.util.List;
import java.util.Optional;

/**
 * The API role.
 *
 * @param port 0 for any free one
 * @param signingKey at least 32 bytes
 * @param allowOrigins none for no CORS headers at all
 * @param tls HTTP without it
 */
public record Api(
    String host,
    int port,
    NatsClient nats,
    Secret signingKey,
    List<String> allowOrigins,
    Optional<CertificateFiles> tls) {}
