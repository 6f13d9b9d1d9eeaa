package io.osapi.adapters.http;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Requests whose answer is held until a job is final. A server that stops lets all of them go. */
final class HeldRequests {
  private final Set<Thread> held = new HashSet<>();
  private boolean isReleased;

  /**
   * What {@code wait} gives; what {@code atOnce} gives if nothing is held any more. An interrupt
   * ends the wait.
   */
  <T> T hold(Supplier<T> wait, Supplier<T> atOnce) {
    if (!hold()) {
      return atOnce.get();
    }
    try {
      var awaited = wait.get();
      if (!letGo()) {
        return awaited;
      }
    } catch (RuntimeException failed) {
      // A read that was interrupted fails like one without a store.
      if (!letGo()) {
        throw failed;
      }
    }
    return atOnce.get();
  }

  synchronized void release() {
    isReleased = true;
    held.forEach(Thread::interrupt);
  }

  private synchronized boolean hold() {
    return !isReleased && held.add(Thread.currentThread());
  }

  /** Whether it was released. Afterwards {@link #release} does not touch this thread any more. */
  private synchronized boolean letGo() {
    held.remove(Thread.currentThread());
    return Thread.interrupted();
  }
}
