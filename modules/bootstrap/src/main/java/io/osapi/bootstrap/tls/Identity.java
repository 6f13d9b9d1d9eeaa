package io.osapi.bootstrap.tls;

import io.osapi.bootstrap.config.CertificateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Who one end of a connection is.
 *
 * @param chain its own certificate first, then those that vouch for it
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
  /** Any text will do: it is signed to see whether key and certificate belong together. */
  private static final byte[] PROBE = {1, 2, 3};

  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * @throws IOException with a sentence for people, if a file cannot be read, the two do not belong
   *     together, or the certificate is not valid now
   */
  static Identity read(CertificateFiles files, InstantSource clock) throws IOException {
    var chain = PemFiles.certificates(files.certFile());
    var key = PemFiles.privateKey(files.keyFile());
    if (!belongTogether(key, chain.getFirst().getPublicKey())) {
      throw new IOException(
          files.keyFile()
              + " is not the key of the first certificate in "
              + files.certFile()
              + "; those that vouch for it come after it");
    }
    refuseUnlessValid(files.certFile(), chain.getFirst(), clock.instant());
    return new Identity(key, chain);
  }

  Instant expiresAt() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  private static void refuseUnlessValid(Path file, X509Certificate certificate, Instant now)
      throws IOException {
    var from = certificate.getNotBefore().toInstant();
    var until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new IOException("the certificate in " + file + " expired at " + until);
    } else if (now.isBefore(from)) {
      throw new IOException("the certificate in " + file + " is not valid before " + from);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          case String other -> other;
        };
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      var signature = signer.sign();
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(publicKey);
      verifier.update(PROBE);
      return verifier.verify(signature);
    } catch (GeneralSecurityException ofAnotherKind) {
      return false;
    }
  }
}
