package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The nats-server that osapi runs.
 *
 * @param binary the bundled one where empty
 * @param tls clients need TLS
 * @param caFile clients need a certificate signed by one of these
 */
public record NatsServer(
    String host,
    int port,
    Path storeDir,
    Optional<Path> binary,
    SyncInterval syncInterval,
    Optional<CertificateFiles> tls,
    Optional<Path> caFile) {}
