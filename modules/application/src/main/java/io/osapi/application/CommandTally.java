package io.osapi.application;

import io.osapi.domain.operation.AgentOperations.Commands;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the commands that came over NATS and did something, or would have. Thread-safe. */
public final class CommandTally {
  private final AtomicReference<Commands> commands =
      new AtomicReference<>(new Commands(0, 0, Optional.empty(), Optional.empty()));

  /** Of a worker that was not asked anything yet. */
  public CommandTally() {}

  public Commands read() {
    return commands.get();
  }

  void count(Optional<String> error, Instant at) {
    commands.updateAndGet(before ->
        new Commands(
            before.processed() + 1,
            before.errored() + (error.isPresent() ? 1 : 0),
            error.or(before::lastError),
            error.map(_ -> at).or(before::lastErrorTime)));
  }
}
