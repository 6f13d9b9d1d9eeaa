package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.Lookup;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  /** Those that every registry has: itself, and what makes its services. */
  private static final String ITS_OWN = "io.helidon.service.registry";

  @Test
  void nothing_is_found_that_was_not_named() {
    Discovery.turnOff();

    assertThat(GlobalServiceRegistry.registry().lookupServices(Lookup.EMPTY))
        .extracting(service -> service.serviceType().packageName())
        .doesNotContain("io.helidon.config", "io.helidon.webserver", "io.helidon.http.media")
        .contains(ITS_OWN);
  }

  @Test
  void once_more_changes_nothing_and_headers_are_read_as_numbers() {
    Discovery.turnOff();
    var registry = GlobalServiceRegistry.registry();
    Discovery.turnOff();

    assertThat(GlobalServiceRegistry.registry()).isSameAs(registry);
    assertThat(HeaderValues.create(HeaderNames.CONTENT_LENGTH, "7").get(int.class)).isEqualTo(7);
  }
}
