package io.osapi.adapters.nats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS to NATS, made of PEM files. Read at every connect, so that renewed ones take effect at the
 * next one.
 *
 * <p>The server must be who it was called: the client library leaves that check to us.
 */
final class TlsContext {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** What a PKCS#8 key may be; the encoding says which, and only the right one reads it. */
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private static final String CHECK_NAME = "HTTPS";
  private static final char[] NO_PASSWORD = new char[0];

  private TlsContext() {}

  /**
   * @throws IOException if a file cannot be read, or holds something else
   */
  static SSLContext of(Nats.Tls tls) throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own(tls.certificate()), NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(
          keys.getKeyManagers(), new X509ExtendedTrustManager[] {trust(tls.caFile())}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS to NATS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyStore own(Optional<Nats.Tls.CertificateFiles> files)
      throws GeneralSecurityException, IOException {
    var store = empty();
    if (files.isPresent()) {
      var chain = certificates(files.get().certFile()).toArray(Certificate[]::new);
      store.setKeyEntry("own", privateKey(files.get().keyFile()), NO_PASSWORD, chain);
    }
    return store;
  }

  private static X509ExtendedTrustManager trust(Optional<Path> caFile)
      throws GeneralSecurityException, IOException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (caFile.isPresent()) {
      var store = empty();
      int number = 0;
      for (var certificate : certificates(caFile.get())) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      factory.init(store);
    } else {
      // Those that this Java trusts.
      factory.init((KeyStore) null);
    }
    return new Named((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    var found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(read(file)));
    if (found.isEmpty()) {
      throw new IOException(file + " has no certificate (PEM)");
    }
    return found;
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
    var found =
        PRIVATE_KEY.matcher(new String(read(file), java.nio.charset.StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw new IOException(
          file + " has no private key in PKCS#8 (PEM); 'openssl pkcs8 -topk8 -nodes' makes one");
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
    for (var algorithm : ALGORITHMS) {
      var key = privateKey(algorithm, encoded);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IOException(file + " has a private key that is neither EC nor RSA nor Ed25519");
  }

  private static Optional<PrivateKey> privateKey(String algorithm, PKCS8EncodedKeySpec encoded)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (InvalidKeySpecException another) {
      return Optional.empty();
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("cannot read " + file, e);
    }
  }

  /** Trusts a server only under the name that it was called by. */
  private static final class Named extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager trust;

    Named(X509ExtendedTrustManager trust) {
      this.trust = trust;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      if (!(socket instanceof SSLSocket secured)) {
        throw new CertificateException("whose certificate it is cannot be known");
      }
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm(CHECK_NAME);
      secured.setSSLParameters(parameters);
      trust.checkServerTrusted(chain, type, secured);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      var parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm(CHECK_NAME);
      engine.setSSLParameters(parameters);
      trust.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("whose certificate it is cannot be known");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }
}
