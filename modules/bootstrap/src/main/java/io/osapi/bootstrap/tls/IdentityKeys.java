package io.osapi.bootstrap.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows one identity in every handshake, and from one moment on another.
 *
 * <p>A handshake asks for a name first, then for the certificates and the key of that name. So the
 * name says which identity was meant, and the one before the current is still there: no handshake
 * mixes the two. Where there is none, TLS wants null.
 */
final class IdentityKeys extends X509ExtendedKeyManager {

  private record Named(String alias, Identity identity) {}

  /** The current one first; at most two. */
  private volatile List<Named> known;

  private long generation;

  IdentityKeys(Identity first) {
    this.known = List.of(new Named("0", first));
  }

  synchronized void replaceBy(Identity next) {
    generation++;
    known = List.of(new Named(Long.toString(generation), next), known.getFirst());
  }

  Identity current() {
    return known.getFirst().identity();
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType).orElse(null);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType).orElse(null);
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return alias(keyTypes).orElse(null);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return alias(keyTypes).orElse(null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return named(alias)
        .map(named -> named.identity().chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return named(alias).map(named -> named.identity().key()).orElse(null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  private String[] aliases(String keyType) {
    return alias(keyType).stream().toArray(String[]::new);
  }

  private Optional<String> alias(String... keyTypes) {
    var current = known.getFirst();
    return Arrays.asList(keyTypes).contains(current.identity().key().getAlgorithm())
        ? Optional.of(current.alias())
        : Optional.empty();
  }

  private Optional<Named> named(String alias) {
    return known.stream().filter(named -> named.alias().equals(alias)).findFirst();
  }
}
