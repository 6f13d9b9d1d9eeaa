package io.osapi.bootstrap.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server only under the name, or address, that it was called by.
 *
 * <p>The JDK compares the two where a client asks for it. Its own HTTP client does; jnats does not,
 * and would send a seed's signature to whoever has a certificate of the same signer.
 */
final class NamedServers extends X509ExtendedTrustManager {
  /** RFC 2818: the name is one of the certificate's alternative names. */
  private static final String RULE = "HTTPS";

  private final X509ExtendedTrustManager trust;

  NamedServers(X509ExtendedTrustManager trust) {
    this.trust = trust;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket secured)) {
      throw nameless();
    }
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(RULE);
    secured.setSSLParameters(parameters);
    trust.checkServerTrusted(chain, type, secured);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    var parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(RULE);
    engine.setSSLParameters(parameters);
    trust.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw nameless();
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
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    trust.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }

  private static CertificateException nameless() {
    return new CertificateException("nobody knows by what name this server was called");
  }
}
