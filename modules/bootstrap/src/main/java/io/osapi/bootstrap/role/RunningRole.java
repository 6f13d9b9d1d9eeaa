package io.osapi.bootstrap.role;

import java.util.concurrent.CompletionStage;

/** A role that was started. */
public interface RunningRole extends AutoCloseable {

  /** Completes with an exit code if the role ends although nobody stopped it. */
  CompletionStage<Integer> failure();

  /** For who supervises the process. Takes some seconds at most, and hardly any work. */
  Condition condition();

  /**
   * Stops it in order: takes nothing new, finishes what runs, says goodbye. Within ten seconds, but
   * for an edge worker: its commands have half a minute to end.
   */
  @Override
  void close();
}
