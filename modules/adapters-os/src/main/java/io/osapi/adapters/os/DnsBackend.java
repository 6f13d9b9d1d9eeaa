package io.osapi.adapters.os;

import io.osapi.domain.operation.NetworkOperations.DnsSettings;
import java.io.IOException;

/** Where a host keeps its name servers. */
interface DnsBackend {

  /** Its name in answers: {@code systemd-resolved}, {@code resolv.conf}. */
  String name();

  DnsSettings read(String interfaceName) throws IOException, InterruptedException;

  /** Replaces both lists. When it fails, either may have been replaced. */
  void write(String interfaceName, DnsSettings settings) throws IOException, InterruptedException;
}
