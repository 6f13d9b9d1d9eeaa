package io.osapi.adapters.nats;

import io.nats.client.AuthHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A NATS credentials file: who we are (a user JWT) and the Ed25519 seed that proves it.
 *
 * <p>Read at every connect, so that renewed credentials take effect at the next one.
 */
final class Credentials implements AuthHandler {
  private static final Pattern JWT = block("NATS USER JWT");
  private static final Pattern SEED = block("USER NKEY SEED");

  /** What encodes a seed: two bytes that say its kind, 32 of seed, two of check sum. */
  private static final int ENCODED_BYTES = 36;

  private static final int KIND_BYTES = 2;
  private static final int CHECK_SUM_BYTES = 2;

  private final Path file;

  Credentials(Path file) {
    this.file = file;
  }

  @Override
  public byte[] sign(byte[] nonce) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(privateKey());
      signature.update(nonce);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the key in " + file, e);
    }
  }

  /** The server knows the user from the JWT. */
  @Override
  public char[] getID() {
    return new char[0];
  }

  @Override
  public char[] getJWT() {
    return part(JWT).toCharArray();
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    var encoded = base32(part(SEED));
    var seed = Arrays.copyOfRange(encoded, KIND_BYTES, ENCODED_BYTES - CHECK_SUM_BYTES);
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
  }

  private String part(Pattern block) {
    try {
      var found = block.matcher(Files.readString(file));
      if (!found.find()) {
        throw new IllegalStateException(file + " is no NATS credentials file");
      }
      return found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the NATS credentials " + file, e);
    }
  }

  /** RFC 4648, section 6, without padding. */
  private byte[] base32(String text) {
    var number = BigInteger.ZERO;
    for (char letter : text.toCharArray()) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
      if (value < 0) {
        throw new IllegalStateException("the seed in " + file + " is not base32");
      }
      number = number.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    var bytes = number.shiftRight(text.length() * 5 - ENCODED_BYTES * 8).toByteArray();
    if (bytes.length < ENCODED_BYTES) {
      throw new IllegalStateException("the seed in " + file + " is too short");
    }
    // A leading zero byte only says that the number is positive.
    return Arrays.copyOfRange(bytes, bytes.length - ENCODED_BYTES, bytes.length);
  }

  private static Pattern block(String name) {
    return Pattern.compile("-+BEGIN " + name + "-+\\s+(\\S+)\\s+-+END " + name + "-+");
  }
}
