package io.osapi.bootstrap.logging;

/** How a log line is written. */
public enum LogFormat {
  /** For people: {@code 2026-01-31T12:00:00.000Z INFO io.osapi.… job_id=…: message}. */
  TEXT,
  /** For machines: one JSON object a line. */
  JSON
}
