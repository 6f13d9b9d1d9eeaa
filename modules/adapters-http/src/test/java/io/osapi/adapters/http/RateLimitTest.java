package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.access.Role;
import io.osapi.domain.access.Scope;
import io.osapi.domain.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Map<Scope, RateLimit.Rate> RATES =
      Map.of(
          Scope.READ, new RateLimit.Rate(2, 3),
          Scope.WRITE, new RateLimit.Rate(1, 1),
          Scope.ADMIN, new RateLimit.Rate(1, 1));

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
  private final RateLimit limit = new RateLimit(RATES, false, nanoTime::get);
  private final SocketAddress elsewhere = address("192.0.2.7");

  @Test
  void a_burst_is_taken_and_then_refused_until_there_is_another_token() {
    read("alice", 3);
    assertThatThrownBy(() -> read("alice", 1)).isInstanceOf(ProblemException.class);

    nanoTime.addAndGet(Duration.ofMillis(500).toNanos());

    read("alice", 1);
    assertThatThrownBy(() -> read("alice", 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void a_long_pause_gives_a_burst_and_no_more() {
    read("alice", 3);
    nanoTime.addAndGet(Duration.ofHours(1).toNanos());

    read("alice", 3);
    assertThatThrownBy(() -> read("alice", 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void callers_and_classes_of_routes_do_not_share() {
    read("alice", 3);

    read("bob", 3);
    assertThatCode(() -> limit.count("alice", Scope.WRITE, elsewhere)).doesNotThrowAnyException();
  }

  @Test
  void callers_on_this_host_are_not_counted() {
    for (int i = 0; i < 100; i++) {
      limit.count("alice", Scope.READ, address("127.0.0.1"));
      limit.count("alice", Scope.READ, address("::1"));
    }
    read("alice", 3);
  }

  @Test
  void the_answer_says_when_to_come_back() {
    try (var api = new RunningApi(new ApiServer.RateLimits(500, 1, 1, true))) {
      var got = refused(() -> api.post("/api/v1/demo/ping", "x".repeat(2 << 20)));

      assertThat(got.status()).isEqualTo(429);
      assertThat(got.header("Retry-After")).isEqualTo("1");
      assertThat(got.json()).containsEntry("code", "too-many-requests");
      assertThat(api.sendWithoutToken("GET", "/health", "").status()).isEqualTo(200);
      assertThat(api.send(Role.READ, "GET", "/api/v1/version", "").status()).isEqualTo(200);
    }
  }

  @Test
  void a_rate_of_none_is_no_limit() {
    try (var api = new RunningApi(new ApiServer.RateLimits(0, 0, 0, true))) {
      for (int i = 0; i < 50; i++) {
        assertThat(api.get("/api/v1/version").status()).isEqualTo(200);
      }
    }
  }

  /** The first answer with 429; there is one within the requests of a burst and a few seconds. */
  private static RunningApi.Got refused(Supplier<RunningApi.Got> request) {
    return Stream.generate(request)
        .limit(100)
        .filter(got -> got.status() == 429)
        .findFirst()
        .orElseThrow();
  }

  private void read(String caller, int times) {
    for (int i = 0; i < times; i++) {
      limit.count(caller, Scope.READ, elsewhere);
    }
  }

  private static SocketAddress address(String literal) {
    try {
      return new InetSocketAddress(InetAddress.getByName(literal), 1);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
