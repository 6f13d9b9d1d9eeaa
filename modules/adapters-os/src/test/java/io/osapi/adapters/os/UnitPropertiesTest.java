package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitPropertiesTest {

  @ParameterizedTest
  @CsvSource({
    "loaded,active,Running",
    "loaded,reloading,Running",
    "loaded,inactive,Stopped",
    "masked,inactive,Stopped",
    "loaded,activating,Starting",
    "loaded,deactivating,Stopping",
    "loaded,failed,Error",
    "error,maintenance,Unknown",
    "not-found,inactive,NotInstalled",
    "not-found,active,NotInstalled"
  })
  void a_state_has_the_word_that_clients_match_on(String load, String active, String status) {
    var text = "LoadState=" + load + "\nActiveState=" + active + "\n";

    assertThat(UnitProperties.parse(text).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"''", "nonsense", "=", "ActiveState="})
  void what_cannot_be_read_is_unknown(String text) {
    assertThat(UnitProperties.parse(text).status()).isEqualTo("Unknown");
  }
}
