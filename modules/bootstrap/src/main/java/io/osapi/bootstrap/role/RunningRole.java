package io.osapi.bootstrap.role;

import java.util.concurrent.CompletionStage;

/** A role that was started. */
public interface RunningRole extends AutoCloseable {

  /** Completes with an exit code if the role ends although nobody stopped it. */
  CompletionStage<Integer> failure();

  /** Stops it in order: takes nothing new, finishes what runs, says goodbye. Within ten seconds. */
  @Override
  void close();
}
