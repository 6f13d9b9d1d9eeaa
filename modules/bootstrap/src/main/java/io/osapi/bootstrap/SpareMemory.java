package io.osapi.bootstrap;

import io.osapi.adapters.os.memory.MappedFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives back the memory that a role's start took, and once more that of what the role does again
 * and again, when it has done it for the first time. A role that is busy keeps it until it waits:
 * it would read from the disk what it is working with.
 */
final class SpareMemory {
  /** Before it looks whether the role waits: 20 s and 2 min after the start, where it does. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(10), Duration.ofSeconds(90));

  private static final Duration WATCHED = Duration.ofSeconds(10);

  /** Of the processor, while it is watched: a tenth of a core. */
  private static final Duration LITTLE = Duration.ofSeconds(1);

  private final Supplier<Duration> processorTime;
  private final Pause pause;
  private final Action giveBack;

  /** Waits that long. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  /** Gives back what can be given back now. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * @param processorTime that the process has used since it began
   */
  SpareMemory(Supplier<Duration> processorTime, Pause pause, Action giveBack) {
    this.processorTime = processorTime;
    this.pause = pause;
    this.giveBack = giveBack;
  }

  static SpareMemory ofThisProcess(Pause pause) {
    return new SpareMemory(SpareMemory::processorTime, pause, MappedFiles::giveBack);
  }

  /**
   * Returns when all is given back that ever will be.
   *
   * @throws IOException if proc(5) cannot be read
   */
  void giveBack() throws InterruptedException, IOException {
    for (var untilLooking : PAUSES) {
      pause.of(untilLooking);
      awaitIdle();
      giveBack.run();
    }
  }

  private void awaitIdle() throws InterruptedException {
    Duration before;
    do {
      before = processorTime.get();
      pause.of(WATCHED);
    } while (processorTime.get().minus(before).compareTo(LITTLE) > 0);
  }

  /** Of a process whose time nobody tells, as of one that waits. */
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
