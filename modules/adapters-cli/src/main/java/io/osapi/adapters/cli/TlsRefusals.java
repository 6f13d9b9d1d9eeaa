package io.osapi.adapters.cli;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What to say when there is no secure connection: whose fault it is, and what to do about it. */
final class TlsRefusals {
  private TlsRefusals() {}

  static Cli.Refused of(Api api, SSLException failed) {
    return new Cli.Refused(
        Exit.UNAVAILABLE,
        List.of(
            "No secure connection to " + api.url() + " (api.client.url): " + what(failed) + ".",
            next(failed)),
        failed);
  }

  private static String what(SSLException failed) {
    if (has(failed, CertificateExpiredException.class)) {
      return "the server's certificate has expired";
    } else if (has(failed, CertificateNotYetValidException.class)) {
      return "the server's certificate is not valid yet";
    } else if (isUnknown(failed)) {
      return "nobody we trust vouches for the server's certificate";
    } else if (isOfAnother(failed)) {
      return "the server's certificate is for another name";
    }
    return Visible.line(Optional.ofNullable(failed.getMessage()).orElse("TLS failed"));
  }

  private static String next(SSLException failed) {
    if (has(failed, CertificateExpiredException.class)
        || has(failed, CertificateNotYetValidException.class)) {
      return "Renew it (api.server.tls.cert_file, on the API's host), and check both clocks.";
    } else if (isUnknown(failed)) {
      return "Set api.client.ca_file (OSAPI_API_CLIENT_CA_FILE) to the certificate that vouches for"
          + " it.";
    } else if (isOfAnother(failed)) {
      return "Use a name in api.client.url that the certificate has.";
    }
    return "Does it speak TLS at all? Plain HTTP has a URL that begins with http://.";
  }

  private static boolean isUnknown(SSLException failed) {
    return has(failed, CertPathBuilderException.class)
        || has(failed, CertPathValidatorException.class);
  }

  /** The JDK says it in words: no name, or no address of the certificate matches. */
  private static boolean isOfAnother(SSLException failed) {
    return causes(failed)
        .filter(CertificateException.class::isInstance)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(message -> message.startsWith("No ") && message.contains("name"));
  }

  private static boolean has(SSLException failed, Class<? extends Exception> type) {
    return causes(failed).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failed) {
    return Stream.iterate(failed, cause -> cause != null, Throwable::getCause);
  }
}
