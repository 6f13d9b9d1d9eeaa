package io.osapi.adapters.os;

import io.osapi.domain.operation.Inventory.Interface;
import io.osapi.domain.operation.Inventory.Network;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the host's interfaces, and which of its addresses others see. */
final class NetworkReader {
  /** A host of many containers has one for each; beyond this they tell nothing of the host. */
  static final int MAX_INTERFACES = 256;

  private static final int HEX_BYTE = 0xff;

  /** Acquires the interfaces but the loopback. */
  @FunctionalInterface
  interface Source {
    List<Interface> interfaces() throws IOException;
  }

  private final HostFiles files;
  private final Source source;

  NetworkReader(HostFiles files, Source source) {
    this.files = files;
    this.source = source;
  }

  Network read() throws IOException {
    var interfaces =
        source.interfaces().stream()
            .sorted(Comparator.comparing(Interface::name))
            .limit(MAX_INTERFACES)
            .toList();
    return new Network(primary(interfaces), interfaces);
  }

  /** By the default route of IPv4, or else of IPv6; no guess where there is none. */
  private Optional<String> primary(List<Interface> interfaces) throws OperationFailure {
    var ipv4 = DefaultRoute.deviceOfIpv4(routes(DefaultRoute.IPV4_PATH));
    var ipv6 = DefaultRoute.deviceOfIpv6(routes(DefaultRoute.IPV6_PATH));
    return ipv4.flatMap(device -> address(device, interfaces, false))
        .or(() -> ipv6.flatMap(device -> address(device, interfaces, true)));
  }

  /** Link-local addresses lead nowhere. */
  private static Optional<String> address(
      String device, List<Interface> interfaces, boolean isIpv6) {
    return interfaces.stream()
        .filter(each -> each.name().equals(device))
        .flatMap(each -> each.addresses().stream())
        .filter(address -> address.contains(":") == isIpv6 && !address.startsWith("fe80:"))
        .findFirst();
  }

  /** Kernels without IPv4 or IPv6 do not have its file. */
  private String routes(String path) throws OperationFailure {
    return files.exists(path) ? files.read(path) : "";
  }

  static List<Interface> ofSystem() throws IOException {
    var found = new ArrayList<Interface>();
    for (var each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!each.isLoopback()) {
        found.add(
            new Interface(
                each.getName(),
                Optional.ofNullable(each.getHardwareAddress()).map(NetworkReader::mac),
                each.isUp(),
                addresses(each.inetAddresses())));
      }
    }
    return found;
  }

  private static List<String> addresses(Stream<InetAddress> addresses) {
    return addresses
        .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
        .map(InetAddress::getHostAddress)
        // fe80::1%eth0: the interface is known here.
        .map(text -> text.replaceFirst("%.*", ""))
        .toList();
  }

  private static String mac(byte[] octets) {
    var text = new ArrayList<String>();
    for (var octet : octets) {
      text.add("%02x".formatted(octet & HEX_BYTE));
    }
    return String.join(":", text);
  }
}
