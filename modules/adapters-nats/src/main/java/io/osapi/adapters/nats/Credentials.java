package io.osapi.adapters.nats;

import io.nats.client.AuthHandler;
import io.osapi.adapters.nats.file.SmallFile;
import io.osapi.adapters.nats.key.NKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A NATS credentials file: the seed that proves who we are, and before it a user JWT where an
 * operator has given one. A server that knows us by our public key wants none.
 *
 * <p>Read at every connect, so that renewed credentials take effect at the next one.
 */
final class Credentials implements AuthHandler {
  private static final Pattern JWT =
      Pattern.compile("-+BEGIN NATS USER JWT-+\\s+(\\S+)\\s+-+END NATS USER JWT-+");

  private final Path file;

  private Credentials(Path file) {
    this.file = file;
  }

  /**
   * @throws IOException if the file cannot be read or has no key, which is better known before the
   *     server is asked
   */
  static Credentials in(Path file) throws IOException {
    var credentials = new Credentials(file);
    try {
      credentials.key();
      return credentials;
    } catch (IllegalStateException | UncheckedIOException unusable) {
      throw new IOException(unusable.getMessage(), unusable);
    }
  }

  @Override
  public byte[] sign(byte[] nonce) {
    return key().sign(nonce);
  }

  /** With a JWT the server knows the user from that. */
  @Override
  public char[] getID() {
    return (getJWT().length > 0 ? "" : key().publicKey()).toCharArray();
  }

  @Override
  public char[] getJWT() {
    var found = JWT.matcher(text());
    return (found.find() ? found.group(1) : "").toCharArray();
  }

  private NKey key() {
    try {
      return NKey.in(text())
          .orElseThrow(() -> new IllegalStateException(file + " has no seed of a NATS user key"));
    } catch (IllegalArgumentException damaged) {
      throw new IllegalStateException(file + ": " + damaged.getMessage(), damaged);
    }
  }

  private String text() {
    try {
      return SmallFile.text(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the NATS credentials " + file, e);
    }
  }
}
