package io.osapi.adapters.nats;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The jobs that a worker may run at the same time. Who waits longest is served first. */
final class Slots {
  private final int count;
  private final Semaphore free;

  Slots(int count) {
    this.count = count;
    this.free = new Semaphore(count, true);
  }

  boolean tryTake() {
    return free.tryAcquire();
  }

  void take() throws InterruptedException {
    free.acquire();
  }

  void giveBack() {
    free.release();
  }

  /** Waits until a slot is free; how many are. */
  int awaitFree() throws InterruptedException {
    free.acquire();
    int others = free.availablePermits();
    free.release();
    return others + 1;
  }

  int taken() {
    return count - free.availablePermits();
  }

  /** True if all work ended in time. */
  boolean awaitAllFree(Duration atMost) {
    try {
      boolean ended = free.tryAcquire(count, atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (ended) {
        free.release(count);
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
