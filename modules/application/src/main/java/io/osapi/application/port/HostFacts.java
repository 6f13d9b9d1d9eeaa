package io.osapi.application.port;

import io.osapi.domain.operation.AgentOperations;
import io.osapi.domain.operation.Inventory;
import io.osapi.domain.operation.Inventory.Os;

/** What a worker knows of its host and of itself. */
public interface HostFacts {

  /**
   * @throws HostUnreadable if the host does not tell
   */
  Inventory inventory() throws InterruptedException;

  Os os();

  AgentOperations.Process process();

  /** The host's own files do not say what they should; the message says which. */
  final class HostUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HostUnreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
