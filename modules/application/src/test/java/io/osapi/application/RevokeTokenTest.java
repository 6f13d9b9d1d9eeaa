package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.memory.MemorySystem;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevokeTokenTest {
  private static final TokenId ID = new TokenId("an-id");

  private final MovableClock clock = new MovableClock();
  private final MemorySystem system = new MemorySystem(clock);

  @Test
  void a_token_is_remembered_until_it_would_have_expired_and_a_little_longer() {
    var expiry = clock.instant().plus(Duration.ofHours(3));

    var until = system.revokeToken.revoke(ID, Optional.of(expiry));

    assertThat(until).isBetween(expiry.plusSeconds(60), expiry.plusSeconds(600));
    assertThat(system.revokedTokens.all()).containsEntry(ID, until);
    assertThat(system.checkRevocation.isRevoked(ID)).isTrue();
  }

  @Test
  void whose_expiry_is_not_known_is_remembered_as_long_as_any_token_lives() {
    assertThat(system.revokeToken.revoke(ID, Optional.empty()))
        .isAfter(clock.instant().plus(TokenId.MAX_LIFETIME));
  }

  @Test
  void a_time_that_has_passed_or_is_too_far_is_refused() {
    for (var until :
        new Duration[] {Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(90).plusSeconds(1)}) {
      assertThatThrownBy(
              () -> system.revokeToken.revoke(ID, Optional.of(clock.instant().plus(until))))
          .isInstanceOfSatisfying(
              ProblemException.class,
              thrown -> {
                assertThat(thrown.problem()).isEqualTo(Problem.INVALID_INPUT);
                assertThat(thrown.violations().getFirst().pointer()).isEqualTo("/until");
              });
    }
    assertThat(system.revokedTokens.all()).isEmpty();
  }
}
