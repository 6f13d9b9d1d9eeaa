package io.osapi.bootstrap.config;

import java.time.Duration;

/** When nats-server forces to disk what it has acknowledged. */
public sealed interface SyncInterval {

  /** Before each acknowledgement: a power loss loses nothing. */
  record Always() implements SyncInterval {}

  /** So often: a power loss loses what was acknowledged since. */
  record Every(Duration interval) implements SyncInterval {}
}
