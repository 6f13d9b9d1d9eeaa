package io.osapi.bootstrap.tls;

import io.osapi.bootstrap.config.CertificateFiles;
import io.osapi.bootstrap.config.FileText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS for those who connect: whom they trust, and who they are. A server is trusted only under the
 * name that it was called by.
 */
public final class ClientTls {
  private static final System.Logger LOG = System.getLogger(ClientTls.class.getName());

  private static final List<X509Certificate> WHOM_THE_JDK_TRUSTS = List.of();

  private ClientTls() {}

  /**
   * @param caFile trusts who was certified by one of these, and nobody else; without it whom the
   *     JDK trusts
   * @param certificate what is shown to a server that asks
   * @throws IOException with a sentence for people, if a file is not right
   */
  public static SSLContext context(
      Optional<Path> caFile, Optional<CertificateFiles> certificate, InstantSource clock)
      throws IOException {
    var keys = new KeyManager[0];
    if (certificate.isPresent()) {
      var files = certificate.get();
      keys = new KeyManager[] {new IdentityKeys(Identity.read(files, clock))};
    }
    var anchors = caFile.isPresent() ? PemFiles.certificates(caFile.get()) : WHOM_THE_JDK_TRUSTS;
    return context(keys, anchors);
  }

  /**
   * TLS 1.2 and later with the ciphers of the JDK, whose security properties keep them up to date.
   *
   * @param anchors whom to trust; none for whom the JDK trusts
   */
  static SSLContext context(KeyManager[] keys, List<X509Certificate> anchors) {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      // Without a store it takes the JDK's.
      factory.init(anchors.isEmpty() ? null : store(anchors));
      var context = SSLContext.getInstance("TLS");
      context.init(keys, named(factory.getTrustManagers()), null);
      return context;
    } catch (GeneralSecurityException | IOException noTls) {
      throw new IllegalStateException("this JDK has no TLS", noTls);
    }
  }

  /** Of a key that others may read. Not a part of the reading, which may happen often. */
  public static void warnIfOpen(Path keyFile) {
    if (FileText.isOpenToOthers(keyFile)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} holds a private key, but others than its owner may read it: chmod 600",
          keyFile);
    }
  }

  private static TrustManager[] named(TrustManager[] trust) {
    return Arrays.stream(trust)
        .map(each -> new NamedServers((X509ExtendedTrustManager) each))
        .toArray(TrustManager[]::new);
  }

  private static KeyStore store(List<X509Certificate> anchors)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < anchors.size(); i++) {
      store.setCertificateEntry(Integer.toString(i), anchors.get(i));
    }
    return store;
  }
}
