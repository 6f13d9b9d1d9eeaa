package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullNameTest {

  @ParameterizedTest
  @CsvSource({
    "web-01, web-01.example.org, web-01.example.org",
    "web-01, WEB-01.example.org, WEB-01.example.org",
    "web-01, localhost.localdomain, web-01",
    "web-01, localhost, web-01",
    "web-01, 192.0.2.7, web-01",
    "web-01, web-010.example.org, web-01",
    "web-01, web-01., web-01",
    "web-01.example.org, web-01.example.org, web-01.example.org",
  })
  void the_full_name_is_the_host_name_and_its_domain(
      String hostname, String canonical, String fullName) throws Exception {
    assertThat(new FullName(_ -> canonical, Duration.ofSeconds(5)).of(hostname))
        .isEqualTo(fullName);
  }

  @Test
  void a_name_that_nobody_knows_is_its_own_full_name() throws Exception {
    var names =
        new FullName(
            name -> {
              throw new UnknownHostException(name);
            },
            Duration.ofSeconds(5));

    assertThat(names.of("web-01")).isEqualTo("web-01");
  }

  @Test
  void a_name_server_that_is_silent_is_not_waited_for() throws Exception {
    var answered = new CountDownLatch(1);
    var names =
        new FullName(
            name -> {
              answered.await();
              return name + ".example.org";
            },
            Duration.ofMillis(20));

    assertThat(names.of("web-01")).isEqualTo("web-01");
    answered.countDown();
  }
}
