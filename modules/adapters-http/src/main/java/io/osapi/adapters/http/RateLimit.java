package io.osapi.adapters.http;

import io.osapi.domain.access.Scope;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each caller may ask: a bucket of tokens for each caller and each scope that routes
 * need, filled at a steady rate. One caller in a loop does not take the server from the others.
 *
 * <p>Callers on this host are not counted unless asked for: they can take all of it anyway.
 * Thread-safe.
 */
final class RateLimit {
  /** What the caller is asked to wait, in seconds: every rate gives a token within one. */
  static final int RETRY_AFTER_SECONDS = 1;

  /** About 2 MB; who was not heard of for longest is forgotten, and may ask as often as anybody. */
  private static final int MAX_BUCKETS = 10_000;

  private static final double NANOS_PER_SECOND = 1e9;

  /** What a caller who paused may ask at once, in seconds of the steady rate. */
  private static final int BURST_SECONDS = 2;

  /**
   * @param perSecond at least 1
   * @param burst what may come at once after a pause
   */
  record Rate(double perSecond, int burst) {

    static Rate of(int perSecond) {
      return new Rate(perSecond, BURST_SECONDS * perSecond);
    }
  }

  private final Map<Scope, Rate> rates;
  private final boolean countsThisHost;
  private final LongSupplier nanoTime;

  private final Map<Key, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
          return size() > MAX_BUCKETS;
        }
      };

  private record Key(String caller, Scope scope) {}

  private record Bucket(double tokens, long atNanos) {}

  RateLimit(Map<Scope, Rate> rates, boolean countsThisHost, LongSupplier nanoTime) {
    this.rates = Map.copyOf(rates);
    this.countsThisHost = countsThisHost;
    this.nanoTime = nanoTime;
  }

  static RateLimit of(ApiServer.RateLimits limits) {
    var rates = new EnumMap<Scope, Rate>(Scope.class);
    for (var scope : Scope.values()) {
      limits.perSecond(scope).ifPresent(perSecond -> rates.put(scope, Rate.of(perSecond)));
    }
    return new RateLimit(rates, limits.onLoopback(), System::nanoTime);
  }

  /**
   * Takes a token, where that scope has a rate.
   *
   * @throws ProblemException {@code TOO_MANY_REQUESTS} if there is none
   */
  void count(String caller, Scope scope, SocketAddress from) {
    boolean isCounted = rates.containsKey(scope) && (countsThisHost || !isThisHost(from));
    if (isCounted && !take(new Key(caller, scope))) {
      throw new ProblemException(Problem.TOO_MANY_REQUESTS);
    }
  }

  private synchronized boolean take(Key key) {
    var rate = rates.get(key.scope());
    long now = nanoTime.getAsLong();
    var before = buckets.getOrDefault(key, new Bucket(rate.burst(), now));
    double gained = (now - before.atNanos()) / NANOS_PER_SECOND * rate.perSecond();
    double tokens = Math.min(rate.burst(), before.tokens() + gained);
    boolean hasOne = tokens >= 1;
    buckets.put(key, new Bucket(hasOne ? tokens - 1 : tokens, now));
    return hasOne;
  }

  private static boolean isThisHost(SocketAddress from) {
    return from instanceof InetSocketAddress address
        && address.getAddress() != null
        && address.getAddress().isLoopbackAddress();
  }
}
