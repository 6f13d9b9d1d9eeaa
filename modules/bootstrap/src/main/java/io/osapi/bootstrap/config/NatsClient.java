package io.osapi.bootstrap.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a role connects to NATS.
 *
 * @param servers at least one; any of them will do
 * @param credentialsFile who this role is; empty for a nats-server that does not ask
 * @param caFile TLS, trusting these certificates only
 * @param certificate what this client shows a server that asks
 */
public record NatsClient(
    List<URI> servers,
    String clientName,
    Optional<Path> credentialsFile,
    Optional<Path> caFile,
    Optional<CertificateFiles> certificate) {}
