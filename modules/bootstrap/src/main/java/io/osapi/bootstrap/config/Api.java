package io.osapi.bootstrap.config;

import java.util.List;
import java.util.Optional;

/**
 * The API role.
 *
 * @param port 0 for any free one
 * @param signingKeys the first signs, all verify; each of at least 32 bytes
 * @param allowOrigins none for no CORS headers at all
 * @param rateLimit 0 requests a second for no limit
 * @param tls HTTP without it
 */
public record Api(
    String host,
    int port,
    NatsClient nats,
    List<Secret> signingKeys,
    List<String> allowOrigins,
    RateLimit rateLimit,
    Optional<CertificateFiles> tls) {

  /** What each caller may ask in a second, by the scope that routes need. */
  public record RateLimit(int read, int write, int admin, boolean onLoopback) {}
}
