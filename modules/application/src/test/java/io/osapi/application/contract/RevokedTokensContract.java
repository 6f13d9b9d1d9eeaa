package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.RevokedTokens;
import io.osapi.domain.access.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all {@link RevokedTokens} promise. */
public interface RevokedTokensContract {
  /** The promise itself. */
  Duration HEARD_WITHIN = Duration.ofSeconds(5);

  Duration HOUR = Duration.ofHours(1);

  RevokedTokens revoked();

  /** The same list, as another process sees it. */
  RevokedTokens elsewhere();

  @Test
  default void who_was_not_called_back_is_not_revoked() {
    assertThat(revoked().isRevoked(newId())).isFalse();
  }

  @Test
  default void who_was_called_back_is_revoked_at_once_where_it_was_done() {
    var id = newId();
    revoked().revoke(id, Instant.now().plus(HOUR));

    assertThat(revoked().isRevoked(id)).isTrue();
  }

  @Test
  default void and_within_five_seconds_everywhere() {
    var ids = Stream.generate(RevokedTokensContract::newId).limit(50).toList();
    ids.forEach(id -> revoked().revoke(id, Instant.now().plus(HOUR)));

    await()
        .atMost(HEARD_WITHIN)
        .untilAsserted(() -> assertThat(ids).allMatch(elsewhere()::isRevoked));
  }

  @Test
  default void twice_is_as_good_as_once() {
    var id = newId();
    revoked().revoke(id, Instant.now().plus(HOUR));
    elsewhere().revoke(id, Instant.now().plus(HOUR.multipliedBy(2)));

    assertThat(revoked().isRevoked(id)).isTrue();
    assertThat(elsewhere().isRevoked(id)).isTrue();
  }

  @Test
  default void ids_are_any_visible_text_and_similar_ones_never_meet() {
    var word = Samples.newWord();
    var ids =
        Stream.of(
                word,
                word + ".",
                word + ".*",
                word + ".>",
                "*",
                ">",
                word + "/../x",
                word.toUpperCase(Locale.ROOT),
                "x".repeat(128 - word.length()) + word)
            .map(TokenId::new)
            .toList();

    for (var id : ids) {
      assertThat(revoked().isRevoked(id)).as(id.value()).isFalse();
      if (!List.of("*", ">").contains(id.value())) {
        revoked().revoke(id, Instant.now().plus(HOUR));
        assertThat(revoked().isRevoked(id)).as(id.value()).isTrue();
      }
    }
  }

  private static TokenId newId() {
    return new TokenId(Samples.newWord());
  }
}
