package io.osapi.adapters.nats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Asks for TLS anew at each connection. The client keeps one context for as long as it reconnects,
 * which may be longer than a certificate is valid.
 */
final class RenewedTls extends SSLContext {
  RenewedTls(Nats.Tls tls) {
    super(
        new Asking(tls),
        new Provider("osapi-nats", "1", "TLS as it is now") {
          private static final long serialVersionUID = 1L;
        },
        "TLS");
  }

  private static final class Asking extends SSLContextSpi {
    private final Nats.Tls tls;

    Asking(Nats.Tls tls) {
      this.tls = tls;
    }

    private SSLContext now() {
      try {
        return tls.context();
      } catch (IOException notNow) {
        // To the client, a connection that failed: it tries again.
        throw new UncheckedIOException(notNow);
      }
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return now().getSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return now().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return now().createSSLEngine(host, port);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return now().getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return now().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return now().getClientSessionContext();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
      throw new IllegalStateException("what is asked for is ready");
    }
  }
}
