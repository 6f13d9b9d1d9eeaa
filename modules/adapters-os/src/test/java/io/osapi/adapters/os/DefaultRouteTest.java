package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefaultRouteTest {
  private static final String TWO_WAYS =
      """
      Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
      wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
      eth0	00000000	0100A8C0	0003	0	0	100	00000000	0	0	0
      eth0	0000A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
      """;

  @Test
  void the_lower_metric_is_preferred() {
    assertThat(DefaultRoute.deviceOfIpv4(TWO_WAYS)).hasValue("eth0");
  }

  @Test
  void a_host_that_only_reaches_its_own_network_has_none() {
    var local = TWO_WAYS.lines().filter(line -> !line.contains("\t00000000\t01")).toList();

    assertThat(local).hasSize(2);
    assertThat(DefaultRoute.deviceOfIpv4(String.join("\n", local))).isEmpty();
  }

  @Test
  void the_route_by_which_the_loopback_refuses_ipv6_is_none() throws Exception {
    var text = Hosts.read(Hosts.DEBIAN, DefaultRoute.IPV6_PATH);
    var refusedOnly = text.lines().filter(line -> line.endsWith("lo")).toList();

    assertThat(DefaultRoute.deviceOfIpv6(text)).hasValue("eth0");
    assertThat(DefaultRoute.deviceOfIpv6(String.join("\n", refusedOnly))).isEmpty();
  }

  @Test
  void lines_that_are_no_routes_are_passed_over() {
    assertThat(DefaultRoute.deviceOfIpv4("")).isEmpty();
    assertThat(DefaultRoute.deviceOfIpv4("eth0 00000000 0 zz 0 0 100 00000000")).isEmpty();
    assertThat(DefaultRoute.deviceOfIpv6("0 00")).isEmpty();
  }
}
