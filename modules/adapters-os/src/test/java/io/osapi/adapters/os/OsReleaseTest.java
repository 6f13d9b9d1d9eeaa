package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsReleaseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debian-12-kernel-6.18     | /etc/os-release     | Debian GNU/Linux         | 12
          ubuntu-24.04              | /etc/os-release     | Ubuntu                   | 24.04
          rocky-9.4                 | /etc/os-release     | Rocky Linux              | 9.4
          rhel-8.10                 | /etc/os-release     | Red Hat Enterprise Linux | 8.10
          alpine-3.20               | /etc/os-release     | Alpine Linux             | 3.20.3
          opensuse-leap-15.6        | /usr/lib/os-release | openSUSE Leap            | 15.6
          opensuse-tumbleweed       | /usr/lib/os-release | openSUSE Tumbleweed      | 20240901
          raspberry-pi-os-11-armhf  | /etc/os-release     | Raspbian GNU/Linux       | 11
          arch                      | /etc/os-release     | Arch Linux               | ''
          """)
  void distributions_are_known_by_name_and_version(
      String system, String path, String name, String version) throws Exception {
    assertThat(OsRelease.parse(Hosts.read(system, path))).isEqualTo(new OsRelease(name, version));
  }

  @Test
  void quotes_and_escapes_are_those_of_a_shell() {
    var release = OsRelease.parse("NAME=\"The \\\"Best\\\" \\$OS \\n\"\nVERSION_ID='1 \\\"'\n");

    assertThat(release).isEqualTo(new OsRelease("The \"Best\" $OS \\n", "1 \\\""));
  }

  @Test
  void comments_are_nothing_and_the_last_assignment_counts() {
    assertThat(OsRelease.parse("# NAME=no\nNAME=first\nNAME=last\nnot an assignment\n"))
        .isEqualTo(new OsRelease("last", ""));
  }

  @Test
  void a_system_that_does_not_say_is_linux() {
    assertThat(OsRelease.parse("")).isEqualTo(new OsRelease("Linux", ""));
  }
}
