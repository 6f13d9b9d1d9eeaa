package io.osapi.domain.operation;

import io.osapi.domain.access.Scope;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Matches;
import io.osapi.domain.shape.Named;
import io.osapi.domain.shape.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host's view of the network: name servers, reachability. */
public final class NetworkOperations {
  private static final int MAX_SERVERS = 3;
  private static final int MAX_SEARCH_DOMAINS = 6;
  private static final Duration MIN_INTERVAL = Duration.ofMillis(200);
  private static final Duration MAX_INTERVAL = Duration.ofSeconds(60);
  private static final Duration MIN_REPLY_TIMEOUT = Duration.ofMillis(100);
  private static final Duration MAX_REPLY_TIMEOUT = Duration.ofSeconds(60);

  private static final Family NETWORK = new Family("network", "Name servers and reachability");

  /** Names that Linux gives to interfaces; {@code .} and {@code ..} are directories instead. */
  private static final String INTERFACE = "(?!-)(?!\\.{1,2}$)[A-Za-z0-9._:@-]{1,15}";

  private static final String INTERFACE_HINT =
      "must be 1 to 15 letters, digits, '.', '_', ':', '@' or '-', not beginning with '-'";

  public record DnsQuery(
      @About("Network interface")
          @Named("interface")
          @Matches(value = INTERFACE, hint = INTERFACE_HINT)
          String interfaceName) {}

  public record Dns(
      @About("Network interface") @Named("interface") String interfaceName,
      @About("Name servers in the order they are asked") List<String> servers,
      @About("Domains in which short names are looked for") List<String> searchDomains,
      @About("Where this is configured: systemd-resolved or resolv.conf") String source) {}

  public record DnsUpdate(
      @About("Network interface")
          @Named("interface")
          @Matches(value = INTERFACE, hint = INTERFACE_HINT)
          String interfaceName,
      @About("IP addresses of name servers; left out, the servers stay as they are")
          @Fallback("")
          @Range(max = MAX_SERVERS)
          List<String> servers,
      @About("Domains in which to look for short names; left out, they stay as they are")
          @Fallback("")
          @Range(max = MAX_SEARCH_DOMAINS)
          List<String> searchDomains) {

    public DnsUpdate {
      var violations = new ArrayList<Violation>();
      if (servers.isEmpty() && searchDomains.isEmpty()) {
        violations.add(
            new Violation("/servers", "required", "is required where there are no search_domains"));
      }
      for (int i = 0; i < servers.size(); i++) {
        if (!NetworkText.isIpLiteral(servers.get(i))) {
          violations.add(
              Violation.badFormat("/servers/" + i, "must be an IP address, without a zone"));
        }
      }
      for (int i = 0; i < searchDomains.size(); i++) {
        if (!NetworkText.isDomainName(searchDomains.get(i))) {
          violations.add(
              Violation.badFormat(
                  "/search_domains/" + i, "must be a domain name such as example.org"));
        }
      }
      refuse(violations);
      servers = List.copyOf(servers);
      searchDomains = List.copyOf(searchDomains);
    }
  }

  public record DnsSettings(
      @About("Name servers in the order they are asked") List<String> servers,
      @About("Domains in which short names are looked for") List<String> searchDomains) {}

  public record DnsChange(
      @About("Network interface") @Named("interface") String interfaceName,
      @About("Whether anything is different now") boolean changed,
      @About("As it was") DnsSettings before,
      @About("As it is now, read back from the host") DnsSettings after,
      @About("Where this is configured: systemd-resolved or resolv.conf") String source)
      implements Change {}

  public record PingRequest(
      @About("IP address or DNS name") String address,
      @About("Echo requests to send") @Fallback("3") @Range(min = 1, max = 20) int count,
      @About("Time between two of them, 0.2 s to 60 s") @Fallback("PT1S") Duration interval,
      @About("How long to wait for each reply, 0.1 s to 60 s") @Fallback("PT5S") Duration timeout) {

    public PingRequest {
      var violations = new ArrayList<Violation>();
      if (!NetworkText.isIpLiteral(address) && !NetworkText.isDomainName(address)) {
        violations.add(
            Violation.badFormat("/address", "must be an IP address without a zone, or a DNS name"));
      }
      checkBounds("/interval", interval, MIN_INTERVAL, MAX_INTERVAL, violations);
      checkBounds("/timeout", timeout, MIN_REPLY_TIMEOUT, MAX_REPLY_TIMEOUT, violations);
      refuse(violations);
    }
  }

  public record Ping(
      @About("Echo requests that were sent") int packetsSent,
      @About("Replies that came back in time") int packetsReceived,
      @About("Share that was lost, 0 to 100") double packetLossPercent,
      @About("Shortest round trip; absent where no reply came") Optional<Double> minRttMs,
      @About("Mean round trip; absent where no reply came") Optional<Double> avgRttMs,
      @About("Longest round trip; absent where no reply came") Optional<Double> maxRttMs) {}

  public static final Operation<DnsQuery, Dns> DNS_GET =
      NETWORK.query("dns.get", "Read name servers and search domains", DnsQuery.class, Dns.class);

  public static final Operation<DnsUpdate, DnsChange> DNS_UPDATE =
      NETWORK.modify(
          "dns.update", "Set name servers and search domains", DnsUpdate.class, DnsChange.class);

  // It changes nothing, but makes the host send packets to where the caller likes.
  public static final Operation<PingRequest, Ping> PING_DO =
      NETWORK
          .query("ping.do", "Ping an address from the host", PingRequest.class, Ping.class)
          .needing(Scope.WRITE);

  static final Family.Members ALL = NETWORK.of(DNS_GET, DNS_UPDATE, PING_DO);

  private NetworkOperations() {}

  private static void checkBounds(
      String pointer, Duration value, Duration min, Duration max, List<Violation> violations) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      violations.add(Violation.outOfRange(pointer, "must be from " + min + " to " + max));
    }
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
  }
}
