package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.RevokedTokensContract;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.RevokedTokens;
import io.osapi.application.port.Tracing;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NatsRevokedTokensContractTest implements RevokedTokensContract {
  private static final TestSystem HERE = TestSystem.shared();
  private static final TestSystem ELSEWHERE =
      new TestSystem(TestNats.url(), HERE.layout).awaitReady();

  @Override
  public RevokedTokens revoked() {
    return HERE.api.revokedTokens();
  }

  @Override
  public RevokedTokens elsewhere() {
    return ELSEWHERE.api.revokedTokens();
  }

  @Test
  void a_process_that_begins_later_knows_what_was_revoked_before() {
    var id = new TokenId(Samples.newWord());
    revoked().revoke(id, Instant.now().plus(HOUR));

    try (var later = new TestSystem(TestNats.url(), HERE.layout).awaitReady()) {
      assertThat(later.api.revokedTokens().isRevoked(id)).isTrue();
    }
  }

  @Test
  void until_the_list_was_read_nobody_knows() {
    var nowhere = new Nats.Endpoint(List.of("nats://127.0.0.1:1"), "nobody", Optional.empty());
    try (var nats = Nats.open(nowhere, Tracing.NONE)) {
      var side = nats.apiSide(HERE.layout, Samples.CATALOGUE, InstantSource.system());

      assertThatThrownBy(() -> side.revokedTokens().isRevoked(new TokenId("any")))
          .isInstanceOfSatisfying(
              ProblemException.class,
              thrown -> assertThat(thrown.problem()).isEqualTo(Problem.UNAVAILABLE));
    }
  }

  @Test
  void a_key_goes_from_the_broker_and_from_memory_when_its_token_has_expired() {
    try (var system =
        new TestSystem(TestNats.url(), TestSystem.layout("r" + Samples.newWord())).awaitReady()) {
      var id = new TokenId(Samples.newWord());
      system.api.revokedTokens().revoke(id, Instant.now().plusSeconds(2));
      assertThat(system.api.revokedTokens().isRevoked(id)).isTrue();

      await().atMost(Duration.ofSeconds(30)).until(() -> !system.api.revokedTokens().isRevoked(id));
    }
  }
}
