package io.osapi.application.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes keys and self-signed certificates with the JDK's keytool. */
public final class TestCertificates {
  private static final String ALIAS = "test";
  private static final String PASSWORD = "only-for-this-test";

  private TestCertificates() {}

  /** A key and its certificate, which vouches for itself. */
  public record Issued(PrivateKey key, Certificate certificate) {

    /** The key as PKCS#8 in PEM. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    public String certificatePem() {
      try {
        return pem("CERTIFICATE", certificate.getEncoded());
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** For a server, or a client that shows who it is; trusts only itself. */
    public SSLContext context() {
      try {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** For {@code localhost}, by an elliptic curve, valid from now for a year. */
  public static Issued forLocalhost() {
    return issued("EC", "dns:localhost,ip:127.0.0.1", "-0d", 365);
  }

  /**
   * @param algorithm {@code EC}, {@code RSA}, {@code Ed25519}
   * @param names as keytool takes them: {@code dns:localhost,ip:127.0.0.1}
   * @param from when it begins to be valid, as keytool takes it: {@code -10d}, {@code +1d}
   */
  public static Issued issued(String algorithm, String names, String from, int days) {
    try {
      var directory = Files.createTempDirectory("osapi-keytool");
      var store = directory.resolve("store.p12");
      try {
        keytool(
            List.of(
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=osapi test",
                "-ext",
                "san=" + names,
                "-startdate",
                from,
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        return read(store);
      } finally {
        Files.deleteIfExists(store);
        Files.delete(directory);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 7468. */
  public static String pem(String label, byte[] bytes) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private static Issued read(Path store) throws IOException, GeneralSecurityException {
    try (var content = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(content, PASSWORD.toCharArray());
      var key = (PrivateKey) keys.getKey(ALIAS, PASSWORD.toCharArray());
      return new Issued(key, keys.getCertificate(ALIAS));
    }
  }

  private static void keytool(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
