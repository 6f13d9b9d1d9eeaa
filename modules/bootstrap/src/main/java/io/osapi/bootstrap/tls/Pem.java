package io.osapi.bootstrap.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Certificates and private keys out of PEM text (RFC 7468). Text between the blocks is let be, as
 * are blocks of other kinds.
 *
 * <p>What is thrown has a sentence that goes on after the name of the file, and nothing of the key.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

  /** What servers' keys are of; each factory refuses the keys of the others. */
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

  private Pem() {}

  private record Block(String label, byte[] bytes) {}

  /** At least one, in the order of the text. */
  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    var certificates = new ArrayList<X509Certificate>();
    var factory = CertificateFactory.getInstance("X.509");
    for (var block : blocks(text)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(factory, block.bytes()));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("has no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    return List.copyOf(certificates);
  }

  /** The only one in the text; in PKCS#8, or in the older forms of RSA and elliptic curves. */
  static PrivateKey privateKey(String text) throws GeneralSecurityException {
    var keys =
        blocks(text).stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1) {
      throw new InvalidKeySpecException(
          keys.isEmpty()
              ? "has no private key in PEM (-----BEGIN PRIVATE KEY-----)"
              : "has more than one private key");
    }
    var key = keys.getFirst();
    return switch (key.label()) {
      case "PRIVATE KEY" -> ofPkcs8(key.bytes());
      case "RSA PRIVATE KEY" -> ofPkcs8(Der.ofPkcs1(key.bytes()));
      case "EC PRIVATE KEY" -> ofSec1(key.bytes());
      case "ENCRYPTED PRIVATE KEY" ->
          throw new InvalidKeySpecException(
              "has a key with a passphrase, which nobody is here to type: take it off with 'openssl"
                  + " pkey', and protect the file by its permissions");
      default -> throw notOurs(new InvalidKeySpecException(key.label()));
    };
  }

  private static X509Certificate certificate(CertificateFactory factory, byte[] bytes)
      throws CertificateException {
    try {
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException unreadable) {
      throw new CertificateException("has a certificate that cannot be read", unreadable);
    }
  }

  private static PrivateKey ofSec1(byte[] bytes) throws GeneralSecurityException {
    try {
      return ofPkcs8(Der.ofSec1(bytes));
    } catch (IllegalArgumentException damaged) {
      throw notOurs(new InvalidKeySpecException(damaged));
    }
  }

  private static PrivateKey ofPkcs8(byte[] bytes)
      throws InvalidKeySpecException, NoSuchAlgorithmException {
    var refusal = new InvalidKeySpecException("no algorithm of ours");
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException anotherAlgorithm) {
        refusal.addSuppressed(anotherAlgorithm);
      }
    }
    throw notOurs(refusal);
  }

  private static InvalidKeySpecException notOurs(InvalidKeySpecException cause) {
    return new InvalidKeySpecException(
        "has a private key that cannot be read; RSA, elliptic curves and Ed25519 can", cause);
  }

  private static List<Block> blocks(String text) throws CertificateException {
    var blocks = new ArrayList<Block>();
    for (var found = BLOCK.matcher(text); found.find(); ) {
      blocks.add(new Block(found.group(1), bytes(found.group(2))));
    }
    return blocks;
  }

  private static byte[] bytes(String base64) throws CertificateException {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException damaged) {
      throw new CertificateException("is damaged: a block is not Base64", damaged);
    }
  }
}
