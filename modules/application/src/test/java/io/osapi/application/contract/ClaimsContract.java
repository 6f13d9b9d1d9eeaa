package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.port.Claims;
import io.osapi.application.port.Claims.Claim;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all {@link Claims} promise. */
public interface ClaimsContract {
  int CALLERS = 50;

  Claims claims();

  @Test
  default void the_first_claim_of_a_key_succeeds() {
    assertThat(claims().claim(Samples.newWord(), newClaim())).isEmpty();
  }

  @Test
  default void each_later_claim_is_told_the_first_and_changes_nothing() {
    var key = Samples.newWord();
    var first = newClaim();
    claims().claim(key, first);

    for (int i = 0; i < 3; i++) {
      assertThat(claims().claim(key, newClaim())).contains(first);
    }
    assertThat(claims().claim(key, first)).contains(first);
  }

  @Test
  default void a_fingerprint_is_kept_whatever_text_it_is() {
    for (var fingerprint : List.of("", "größer / 大 \"quoted\" \\ \t{}", "f".repeat(10_000))) {
      var key = Samples.newWord();
      var claim = new Claim(fingerprint, Samples.newId());
      claims().claim(key, claim);

      assertThat(claims().claim(key, newClaim())).contains(claim);
    }
  }

  @Test
  default void keys_are_any_text_and_similar_ones_never_meet() {
    var word = Samples.newWord();
    var keys =
        List.of(
            word,
            word + " ",
            word + ".",
            word + ".a",
            word + ".*",
            word + ".>",
            word + "\n",
            word + "\u0000",
            word.toUpperCase(Locale.ROOT),
            "somebody\n" + word,
            word + "\nsomebody",
            "大" + word,
            word.repeat(1_000));

    for (var key : keys) {
      assertThat(claims().claim(key, newClaim())).as(key).isEmpty();
    }
  }

  @Test
  default void of_many_at_once_exactly_one_succeeds_and_the_others_are_told_which() {
    var key = Samples.newWord();
    var wanted = IntStream.range(0, CALLERS).mapToObj(_ -> newClaim()).toList();
    List<Optional<Claim>> told;
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          wanted.stream()
              .map(
                  claim -> CompletableFuture.supplyAsync(() -> claims().claim(key, claim), callers))
              .toList();
      told = calls.stream().map(CompletableFuture::join).toList();
    }

    assertThat(told).filteredOn(Optional::isEmpty).hasSize(1);
    var winner = wanted.get(told.indexOf(Optional.<Claim>empty()));
    assertThat(told).filteredOn(Optional::isPresent).containsOnly(Optional.of(winner));
  }

  private static Claim newClaim() {
    return new Claim(Samples.newWord(), Samples.newId());
  }
}
