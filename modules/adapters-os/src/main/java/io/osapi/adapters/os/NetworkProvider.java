package io.osapi.adapters.os;

import static io.osapi.domain.operation.NetworkOperations.DNS_GET;
import static io.osapi.domain.operation.NetworkOperations.DNS_UPDATE;
import static io.osapi.domain.operation.NetworkOperations.PING_DO;

import io.osapi.application.port.Tracing;
import io.osapi.domain.operation.NetworkOperations.Dns;
import io.osapi.domain.operation.NetworkOperations.DnsChange;
import io.osapi.domain.operation.NetworkOperations.DnsSettings;
import io.osapi.domain.operation.NetworkOperations.DnsUpdate;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** The network family on Linux: systemd-resolved or resolv.conf, ICMP sockets or ping. */
final class NetworkProvider {
  private final HostFiles files;
  private final Resolved resolved;
  private final ResolvConfFile resolvConf;
  private final Pinger pinger;

  /** One change at a time: two would take each other's work for what was there before. */
  private final Semaphore changing = new Semaphore(1);

  NetworkProvider(HostFiles files, Resolved resolved, ResolvConfFile resolvConf, Pinger pinger) {
    this.files = files;
    this.resolved = resolved;
    this.resolvConf = resolvConf;
    this.pinger = pinger;
  }

  static NetworkProvider of(HostFiles files, Tracing tracing) {
    var commands = new Commands(Commands.SYSTEM_DIRECTORIES, tracing);
    return new NetworkProvider(
        files, new Resolved(commands), new ResolvConfFile(files), Pinger.of(commands));
  }

  void register(Handlers handlers) {
    handlers.on(DNS_GET, query -> dns(query.interfaceName()));
    handlers.on(DNS_UPDATE, this::update);
    handlers.onLong(PING_DO, pinger::ping);
  }

  private Dns dns(String interfaceName) throws IOException, InterruptedException {
    var backend = backend(interfaceName);
    var settings = backend.read(interfaceName);
    return new Dns(interfaceName, settings.servers(), settings.searchDomains(), backend.name());
  }

  private DnsChange update(DnsUpdate wanted) throws IOException, InterruptedException {
    changing.acquire();
    try {
      return updateAlone(wanted);
    } finally {
      changing.release();
    }
  }

  private DnsChange updateAlone(DnsUpdate wanted) throws IOException, InterruptedException {
    var name = wanted.interfaceName();
    var backend = backend(name);
    var before = backend.read(name);
    var goal =
        new DnsSettings(
            wanted.servers().isEmpty() ? before.servers() : wanted.servers(),
            wanted.searchDomains().isEmpty() ? before.searchDomains() : wanted.searchDomains());
    if (isSame(before, goal)) {
      return new DnsChange(name, false, before, before, backend.name());
    }
    try {
      backend.write(name, goal);
      var after = backend.read(name);
      if (!isSame(after, goal)) {
        throw new OperationFailure(
            "not-applied",
            backend.name()
                + " took the settings but has servers "
                + after.servers()
                + " and search domains "
                + after.searchDomains());
      }
      return new DnsChange(name, true, before, after, backend.name());
    } catch (IOException | InterruptedException | RuntimeException failure) {
      restore(backend, name, before, failure);
      throw failure;
    }
  }

  private static void restore(
      DnsBackend backend, String interfaceName, DnsSettings before, Exception why)
      throws InterruptedException, OperationFailure {
    // An interrupt that is still set would make each step of this fail too.
    boolean interrupted = Thread.interrupted();
    try {
      if (!isSame(backend.read(interfaceName), before)) {
        backend.write(interfaceName, before);
      }
    } catch (IOException e) {
      throw new OperationFailure(
          "restore-failed",
          reason(why) + "; nor could what was there before be restored: " + reason(e),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException io ? HostFiles.reason(io) : "it was stopped";
  }

  private DnsBackend backend(String interfaceName) throws IOException, InterruptedException {
    if (!files.exists("/sys/class/net/" + interfaceName)) {
      throw new OperationFailure("no-such-interface", "no interface is named " + interfaceName);
    } else if (resolved.isRunning()) {
      return resolved;
    } else if (resolvConf.exists()) {
      return resolvConf;
    }
    throw new NotSupported(
        "systemd-resolved does not run here, and there is no " + ResolvConfFile.PATH);
  }

  private static boolean isSame(DnsSettings one, DnsSettings other) {
    return one.servers().stream()
            .map(Addresses::canonical)
            .toList()
            .equals(other.servers().stream().map(Addresses::canonical).toList())
        && lowerCase(one.searchDomains()).equals(lowerCase(other.searchDomains()));
  }

  private static List<String> lowerCase(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }
}
