package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.net.ssl.SSLHandshakeException;

/** The client's own complaints: worth a line for a developer, seldom for an operator. */
final class ErrorLog implements ErrorListener {
  private static final System.Logger LOG = System.getLogger(Link.class.getName());

  /** Enough to see what is wrong: one who may do nothing is refused for ever. */
  private static final int MAX_VIOLATIONS = 16;

  private final Reminder reminder = new Reminder(Link.REMINDER);
  private final Reminder tlsReminder = new Reminder(Link.REMINDER);
  private final Set<String> violations = new ConcurrentSkipListSet<>();

  /** What the server has forbidden on this connection, in its words. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** The connection is another. */
  void forget() {
    violations.clear();
  }

  /** A refusal at connect is told where it is dealt with; others come with every try. */
  @Override
  public void errorOccurred(Connection source, String error) {
    boolean isRefusal = error.toLowerCase(Locale.ROOT).contains("authorization violation");
    if (error.toLowerCase(Locale.ROOT).contains("permissions violation")
        && violations.size() < MAX_VIOLATIONS) {
      violations.add(error);
    }
    LOG.log(!isRefusal && reminder.isDue() ? WARNING : DEBUG, "NATS server says: {0}", error);
  }

  /** Of a certificate that is not good the client says no more than that it cannot connect. */
  @Override
  public void exceptionOccurred(Connection source, Exception failure) {
    LOG.log(DEBUG, "NATS client: {0}", failure.toString());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException && tlsReminder.isDue()) {
        LOG.log(WARNING, "no TLS with NATS: {0}", cause.getMessage());
      }
    }
  }

  @Override
  public void slowConsumerDetected(Connection source, Consumer consumer) {
    LOG.log(WARNING, "messages from NATS arrive faster than they are handled");
  }
}
