package io.osapi.bootstrap.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a role connects to NATS.
 *
 * @param servers at least one; any of them will do
 * @param login who this role is; empty where the configuration does not say
 * @param caFile TLS, trusting these certificates only
 * @param certificate what this client shows a server that asks
 */
public record NatsClient(
    List<URI> servers,
    String clientName,
    Optional<Login> login,
    Optional<Path> caFile,
    Optional<CertificateFiles> certificate) {

  /** What is shown to a nats-server that asks who this is. */
  public sealed interface Login {

    /** A seed, or a seed and the JWT of an operator. */
    record KeyFile(Path file) implements Login {}

    record Token(Secret token) implements Login {}

    record Password(String username, Secret password) implements Login {}
  }
}
