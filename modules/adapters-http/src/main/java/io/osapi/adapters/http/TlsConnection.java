package io.osapi.adapters.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** A connection that says goodbye: without that, a client cannot tell its end from an attack. */
record TlsConnection(ServerConnection http, Wire wire)
    implements ServerConnection, InterruptableTask<Void> {

  @Override
  public void handle(Limit limit) throws InterruptedException {
    try (wire) {
      http.handle(limit);
    }
  }

  @Override
  public Duration idleTime() {
    return http.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    http.close(interrupt);
  }

  /** Between two requests; else stopping the server would wait for who sends none. */
  @Override
  public boolean canInterrupt() {
    return http instanceof InterruptableTask<?> task && task.canInterrupt();
  }
}
