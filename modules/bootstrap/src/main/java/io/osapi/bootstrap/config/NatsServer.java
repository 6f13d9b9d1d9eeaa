package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The nats-server that osapi runs.
 *
 * @param binary the bundled one where empty
 */
public record NatsServer(
    String host, int port, Path storeDir, Optional<Path> binary, SyncInterval syncInterval) {}
