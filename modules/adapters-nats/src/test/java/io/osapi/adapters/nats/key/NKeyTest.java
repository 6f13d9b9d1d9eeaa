package io.osapi.adapters.nats.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NKeyTest {
  /** Made by NATS' own tools: a seed and the public key that belongs to it. */
  private static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

  private static final String PUBLIC_KEY =
      "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";

  @Test
  void the_public_key_is_the_one_that_other_tools_tell() {
    assertThat(NKey.in(SEED).orElseThrow().publicKey()).isEqualTo(PUBLIC_KEY);
  }

  @Test
  void a_seed_is_found_among_other_lines_as_it_was_written() {
    var made = NKey.generate();
    var text = made.decorated("osapi: worker web-01");

    assertThat(text).startsWith("# osapi: worker web-01\n");
    assertThat(NKey.in(text).orElseThrow().publicKey()).isEqualTo(made.publicKey());
    assertThat(made.publicKey()).matches("U[A-Z2-7]{55}");
  }

  @Test
  void each_key_is_another() {
    assertThat(NKey.generate().publicKey()).isNotEqualTo(NKey.generate().publicKey());
  }

  @Test
  void a_text_without_a_seed_has_none() {
    assertThat(NKey.in("")).isEmpty();
    assertThat(NKey.in("-----BEGIN USER NKEY SEED-----\nSUA\n")).isEmpty();
    // An account's, which is no user's.
    assertThat(NKey.in(SEED.replaceFirst("SU", "SA"))).isEmpty();
  }

  @Test
  void a_damaged_seed_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NKey.in(SEED.replace("CSSL", "CSSM")))
        .withMessageContaining("check sum");
  }

  @Test
  void a_key_does_not_show_its_seed() {
    assertThat(NKey.in(SEED).orElseThrow()).hasToString(PUBLIC_KEY);
  }
}
