package io.osapi.bootstrap.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void the_build_says_what_it_is() {
    var version = Version.current();

    assertThat(version.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(version.commit()).matches("[0-9a-f]{12,}|unknown");
    assertThat(version.jdk()).startsWith("" + Runtime.version().feature());
  }
}
