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

/** Makes keys and certificates with the JDK's keytool. */
public final class TestCertificates {
  private static final String ALIAS = "test";
  private static final String SIGNER = "signer";
  private static final String PASSWORD = "only-for-this-test";

  private TestCertificates() {}

  /**
   * In PEM.
   *
   * @param certFile also what vouches for it
   */
  public record PemFiles(Path certFile, Path keyFile) {}

  /** A key and its certificate. */
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

    /** Writes {@code name.crt} and {@code name.key}. */
    public PemFiles in(Path directory, String name) {
      try {
        return new PemFiles(
            Files.writeString(directory.resolve(name + ".crt"), certificatePem()),
            Files.writeString(directory.resolve(name + ".key"), keyPem()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** For a server, or a client that shows who it is; trusts only that. */
    public SSLContext context() {
      return contextTrusting(this);
    }

    /** Shows this, and trusts the other. */
    public SSLContext contextTrusting(Issued other) {
      try {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, other.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
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

  /** Vouches for others. */
  public static Issued authority() {
    return made(List.of(), "EC", "bc:critical=ca:true", "-0d", 365);
  }

  /**
   * A certificate that vouches for itself.
   *
   * @param algorithm {@code EC}, {@code RSA}, {@code Ed25519}
   * @param names as keytool takes them: {@code dns:localhost,ip:127.0.0.1}
   * @param from when it begins to be valid, as keytool takes it: {@code -10d}, {@code +1d}
   */
  public static Issued issued(String algorithm, String names, String from, int days) {
    return made(List.of(), algorithm, "san=" + names, from, days);
  }

  /** A certificate that the authority vouches for. */
  public static Issued issuedBy(Issued authority, String names, String from, int days) {
    return made(List.of(authority), "EC", "san=" + names, from, days);
  }

  /**
   * @param signer who vouches; none for the certificate itself
   */
  private static Issued made(
      List<Issued> signer, String algorithm, String extension, String from, int days) {
    try {
      var directory = Files.createTempDirectory("osapi-keytool");
      var file = directory.resolve("store.p12");
      try {
        for (var each : signer) {
          write(each, file);
        }
        var command =
            new ArrayList<>(
                List.of(
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=osapi test",
                    "-ext",
                    extension,
                    "-startdate",
                    from,
                    "-validity",
                    Integer.toString(days),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD));
        if (!signer.isEmpty()) {
          command.addAll(List.of("-signer", SIGNER));
        }
        keytool(command);
        return read(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Issued signer, Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var chain = new Certificate[] {signer.certificate()};
    store.setKeyEntry(SIGNER, signer.key(), PASSWORD.toCharArray(), chain);
    try (var content = Files.newOutputStream(file)) {
      store.store(content, PASSWORD.toCharArray());
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
