package io.osapi.adapters.nats.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A NATS user key: an Ed25519 seed that stays with its owner, and the public key that the server
 * knows the owner by. The encoding is that of NATS: a kind, the key and a check sum in base32.
 */
public final class NKey {
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;

  /** Kinds as NATS numbers them, so that encoded keys begin with S and U. */
  private static final int SEED_KIND = 18 << 3;

  private static final int USER_KIND = 20 << 3;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS_PER_LETTER = 5;

  /** CRC-16/XMODEM. */
  private static final int CHECK_SUM_POLYNOMIAL = 0x1021;

  private static final int CHECK_SUM_BYTES = 2;
  private static final int SEED_BYTES = 2 + KEY_BYTES + CHECK_SUM_BYTES;
  private static final Pattern SEED = Pattern.compile("(?m)^\\s*(SU[A-Z2-7]{56})\\s*$");

  private final byte[] seed;

  private NKey(byte[] seed) {
    this.seed = seed;
  }

  public static NKey generate() {
    var seed = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(seed);
    return new NKey(seed);
  }

  /**
   * The key whose seed stands on a line of its own, as in a credentials file or a bare seed file;
   * empty if there is none.
   *
   * @throws IllegalArgumentException if what looks like one is damaged
   */
  public static Optional<NKey> in(String text) {
    var found = SEED.matcher(text);
    return found.find() ? Optional.of(ofSeed(found.group(1))) : Optional.empty();
  }

  private static NKey ofSeed(String text) {
    var encoded = decoded(text);
    var content = Arrays.copyOf(encoded, SEED_BYTES - CHECK_SUM_BYTES);
    if (!Arrays.equals(encoded, withCheckSum(content))) {
      throw new IllegalArgumentException("the seed is damaged: its check sum is wrong");
    }
    return new NKey(Arrays.copyOfRange(content, 2, content.length));
  }

  /** Does once what a login does: the first time takes the JVM tens of milliseconds. */
  public static void prepare() {
    var anybody = new NKey(new byte[KEY_BYTES]);
    anybody.publicKey();
    anybody.sign(new byte[0]);
  }

  /** What the server knows us by; no secret. */
  public String publicKey() {
    try {
      var generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      // X.509: what kind of key it is, then the key.
      var encoded = generator.generateKeyPair().getPublic().getEncoded();
      var content = new byte[1 + KEY_BYTES];
      content[0] = (byte) USER_KIND;
      System.arraycopy(encoded, encoded.length - KEY_BYTES, content, 1, KEY_BYTES);
      return encoded(withCheckSum(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The secret in the form in which NATS' tools read and write it, with a line about its use. */
  public String decorated(String about) {
    return """
    # %s
    # Whoever has this seed is taken for its owner. Keep it at mode 0600.
    -----BEGIN USER NKEY SEED-----
    %s
    ------END USER NKEY SEED------
    """
        .formatted(about, encodedSeed());
  }

  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the seed, which is a secret. */
  @Override
  public String toString() {
    return publicKey();
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM)
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
  }

  /** Two kinds share the first two bytes: that it is a seed, and of what. */
  private String encodedSeed() {
    var content = new byte[2 + KEY_BYTES];
    content[0] = (byte) (SEED_KIND | USER_KIND >> BITS_PER_LETTER);
    content[1] = (byte) ((USER_KIND & 0x1f) << 3);
    System.arraycopy(seed, 0, content, 2, KEY_BYTES);
    return encoded(withCheckSum(content));
  }

  private static byte[] withCheckSum(byte[] content) {
    int sum = 0;
    for (byte each : content) {
      sum ^= (each & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 0x8000) == 0 ? sum << 1 : sum << 1 ^ CHECK_SUM_POLYNOMIAL;
      }
    }
    var all = Arrays.copyOf(content, content.length + CHECK_SUM_BYTES);
    all[content.length] = (byte) sum;
    all[content.length + 1] = (byte) (sum >> 8);
    return all;
  }

  /** RFC 4648, section 6, without padding. */
  private static String encoded(byte[] bytes) {
    int letters = (bytes.length * 8 + BITS_PER_LETTER - 1) / BITS_PER_LETTER;
    var number = new BigInteger(1, bytes).shiftLeft(letters * BITS_PER_LETTER - bytes.length * 8);
    var text = new StringBuilder();
    for (int letter = letters - 1; letter >= 0; letter--) {
      text.append(ALPHABET.charAt(number.shiftRight(letter * BITS_PER_LETTER).intValue() & 0x1f));
    }
    return text.toString();
  }

  private static byte[] decoded(String text) {
    var number = BigInteger.ZERO;
    for (char letter : text.toCharArray()) {
      number = number.shiftLeft(BITS_PER_LETTER).or(BigInteger.valueOf(ALPHABET.indexOf(letter)));
    }
    var bytes = number.shiftRight(text.length() * BITS_PER_LETTER - SEED_BYTES * 8).toByteArray();
    // A leading zero byte only says that the number is positive.
    return Arrays.copyOfRange(bytes, bytes.length - SEED_BYTES, bytes.length);
  }

  /** The JDK derives a public key only while it makes a pair: this is the chance it makes it of. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;

    Fixed(byte[] bytes) {
      super(null, null);
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
