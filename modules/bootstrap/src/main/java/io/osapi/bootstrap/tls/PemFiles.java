package io.osapi.bootstrap.tls;

import io.osapi.bootstrap.config.FileText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads PEM files; what is wrong with one is said with its name. */
final class PemFiles {
  /** All certificates that a system trusts have some 250 KB. */
  private static final int MAX_BYTES = 1024 * 1024;

  private PemFiles() {}

  @FunctionalInterface
  private interface Reading<T> {
    T of(String text) throws GeneralSecurityException;
  }

  static List<X509Certificate> certificates(Path file) throws IOException {
    return read(file, Pem::certificates);
  }

  static PrivateKey privateKey(Path file) throws IOException {
    return read(file, Pem::privateKey);
  }

  private static <T> T read(Path file, Reading<T> reading) throws IOException {
    try {
      return reading.of(FileText.read(file, MAX_BYTES));
    } catch (IOException unread) {
      throw new IOException(file + " " + FileText.reason(unread), unread);
    } catch (GeneralSecurityException notPem) {
      throw new IOException(file + " " + notPem.getMessage(), notPem);
    }
  }
}
