package io.osapi.application.port;

import java.util.Optional;

/** Asks whether the job store answers now. */
public interface StoreProbe {

  /** Why it does not, in words for an operator; empty if all is well. Takes at most a second. */
  Optional<String> fault();
}
