package io.osapi.adapters.os;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Calls into the kernel or the C library that no interrupt ends: {@code statvfs} on a dead NFS
 * server, {@code getaddrinfo} without a name server. Each runs on a platform thread of its own,
 * since it would take a carrier thread from all virtual ones, and is waited for as long as the
 * caller likes.
 *
 * <p>There is one call for a key at a time, which those who ask meanwhile share. So what hangs for
 * ever costs one thread, however often it is asked for.
 */
final class BlockingCalls<T> {
  private final String what;
  private final int maxRunning;
  private final ConcurrentMap<String, CompletableFuture<T>> running = new ConcurrentHashMap<>();

  /**
   * @param what names the threads
   * @param maxRunning calls at the same time; a further one fails at once
   */
  BlockingCalls(String what, int maxRunning) {
    this.what = what;
    this.maxRunning = maxRunning;
  }

  /** The result of a new call, or of the one that is under way for {@code key}. */
  CompletableFuture<T> start(String key, Callable<T> call) {
    var mine = new CompletableFuture<T>();
    var other = running.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    } else if (running.size() > maxRunning) {
      running.remove(key);
      mine.completeExceptionally(new IOException("too many calls hang: " + maxRunning));
      return mine;
    }
    Thread.ofPlatform().daemon().name(what + " " + key).start(() -> complete(key, mine, call));
    return mine;
  }

  private void complete(String key, CompletableFuture<T> result, Callable<T> call) {
    try {
      var value = call.call();
      running.remove(key);
      result.complete(value);
    } catch (Throwable failure) {
      running.remove(key);
      result.completeExceptionally(failure);
    }
  }
}
