package io.osapi.adapters.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out which address a text stands for. */
final class Addresses {
  /** Two tries of libc's resolver. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Bounds the threads that wait for name servers which do not answer. */
  private static final int MAX_LOOKUPS = 32;

  private final BlockingCalls<InetAddress> lookups = new BlockingCalls<>("look-up of", MAX_LOOKUPS);

  /** Of an address itself nothing is looked up. */
  InetAddress resolve(String text) throws IOException, InterruptedException {
    var literal = literal(text);
    if (literal.isPresent()) {
      return literal.get();
    }
    try {
      return lookups
          .start(text, () -> InetAddress.getByName(text))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      throw new OperationFailure(
          "name-unresolved", text + " did not resolve within " + Durations.text(PATIENCE), silent);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof UnknownHostException) {
        throw new OperationFailure(
            "name-unresolved", text + " does not resolve to an address", failed);
      }
      throw new IOException(text + " could not be looked up", failed);
    }
  }

  /** One spelling for each address; a text that is none is its own. */
  static String canonical(String text) {
    return literal(text)
        .map(InetAddress::getHostAddress)
        .orElseGet(() -> text.toLowerCase(Locale.ROOT));
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException aName) {
      return Optional.empty();
    }
  }
}
