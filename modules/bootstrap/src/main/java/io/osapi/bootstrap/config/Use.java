package io.osapi.bootstrap.config;

/** What a command uses of the configuration, and so what must be there for it. */
public enum Use {
  /** Serves the API. */
  API,
  /** Runs jobs. */
  WORKER,
  /** Runs a nats-server. */
  NATS,
  /** Makes or checks tokens. */
  TOKENS,
  /** Calls the API with a token. */
  CLIENT,
  /** Looks at the configuration itself: checks all that is there, needs none of it. */
  INSPECTION
}
