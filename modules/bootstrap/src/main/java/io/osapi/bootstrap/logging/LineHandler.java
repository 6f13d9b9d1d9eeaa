package io.osapi.bootstrap.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each line as soon as it is logged, and whole. */
final class LineHandler extends Handler {
  private final OutputStream out;

  /** Held while a line is written, and for nothing else: two lines must not mix. */
  private final ReentrantLock writing = new ReentrantLock();

  LineHandler(OutputStream out, LogFormat format) {
    this.out = out;
    setFormatter(new LineFormatter(format));
  }

  @Override
  public void publish(LogRecord event) {
    if (!isLoggable(event)) {
      return;
    }
    var line = getFormatter().format(event).getBytes(StandardCharsets.UTF_8);
    writing.lock();
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      // Nobody reads standard error any more; the process must not fail for that.
      reportError(null, e, ErrorManager.WRITE_FAILURE);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
