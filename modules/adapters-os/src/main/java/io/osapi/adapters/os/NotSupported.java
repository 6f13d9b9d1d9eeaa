package io.osapi.adapters.os;

import java.io.IOException;

/** This host has no way to do what was asked; nothing was done. Becomes a skipped answer. */
final class NotSupported extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what the host lacks, for people
   */
  NotSupported(String reason) {
    super(reason);
  }
}
