package io.osapi.adapters.os;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the name service for the host's fully qualified name. */
final class FullName {
  /** A name server that is there answers well within; without one, libc would wait for 5 s. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Acquires the canonical name of a host; may hang. */
  @FunctionalInterface
  interface NameService {
    String canonicalName(String hostname) throws Exception;
  }

  private final NameService names;
  private final Duration patience;
  private final BlockingCalls<String> calls = new BlockingCalls<>("canonical name of", 1);

  FullName(NameService names, Duration patience) {
    this.names = names;
    this.patience = patience;
  }

  static String ofSystem(String hostname) throws Exception {
    return InetAddress.getByName(hostname).getCanonicalHostName();
  }

  /** The host name itself where the name service knows no better in time. */
  String of(String hostname) throws InterruptedException {
    try {
      var canonical =
          calls
              .start(hostname, () -> names.canonicalName(hostname))
              .get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return isFullNameOf(hostname, canonical) ? canonical : hostname;
    } catch (ExecutionException | TimeoutException notKnown) {
      // Most hosts have no full name, and the operation says so by giving the host name.
      return hostname;
    }
  }

  /** Name services also give addresses and names of the loopback, such as localhost.localdomain. */
  static boolean isFullNameOf(String hostname, String canonical) {
    return canonical.regionMatches(true, 0, hostname + ".", 0, hostname.length() + 1)
        && canonical.length() > hostname.length() + 1;
  }
}
