package io.osapi.adapters.cli;

import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Family;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Matches;
import io.osapi.domain.shape.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations as the contract describes them, so that what is derived can be seen. */
public final class SampleOperations {
  private static final Family NETWORK_FAMILY =
      new Family("network", "Name servers and reachability");
  private static final Family BOX_FAMILY = new Family("box", "Every kind of field");

  public record Interface(
      @About("Name of the interface")
          @Matches(
              value = "[A-Za-z0-9._:@-]{1,15}",
              hint = "must be an interface name such as eth0")
          String interfaceName) {}

  public record DnsUpdate(
      @About("Name of the interface") String interfaceName,
      @About("Addresses of name servers")
          @Range(max = 3)
          @Matches(value = "[0-9a-f.:]{2,45}", hint = "must be an IP address")
          Optional<List<String>> servers,
      @About("Domains to search") Optional<List<String>> searchDomains) {}

  public record Dns(
      @About("Interface") String interfaceName,
      @About("Name servers") List<String> servers,
      @About("Where it was read") String source) {}

  public record DnsChange(@About("Whether anything was different before") boolean changed)
      implements Change {}

  public record Ping(
      @About("IP address or name") String address,
      @About("How many packets") @Range(min = 1, max = 20) @Fallback("3") int count,
      @About("How long to wait for an answer") @Fallback("PT5S") Duration timeout) {}

  public record Pong(
      @About("Share of packets without answer, 0 to 100") double packetLossPercent,
      @About("Mean round trip in milliseconds") double avgRttMs) {}

  public enum Colour {
    RED,
    DARK_BLUE
  }

  public record Everything(
      @About("A flag; 50% of all cases") @Fallback("false") boolean force,
      @About("One of a few") Optional<Colour> colour,
      @About("Pairs") Optional<Map<String, String>> tags,
      @About("A number") Optional<Double> ratio,
      @About("A length of time") Optional<Duration> delay) {}

  public record Volume(
      @About("Mount point") String mount,
      @About("Size") long totalBytes,
      @About("Used share") double usedPercent) {}

  public record Volumes(
      @About("Volumes") List<Volume> volumes, @About("Left out") List<String> skipped) {}

  static final Operation<Interface, Dns> DNS_GET =
      NETWORK_FAMILY.query("dns.get", "Read name servers", Interface.class, Dns.class);

  static final Operation<DnsUpdate, DnsChange> DNS_UPDATE =
      NETWORK_FAMILY.modify("dns.update", "Set name servers", DnsUpdate.class, DnsChange.class);

  static final Operation<Ping, Pong> PING =
      NETWORK_FAMILY.query("ping.do", "Ping an address", Ping.class, Pong.class);

  static final Operation<Everything, NoInput> EVERYTHING =
      BOX_FAMILY.execute(
          "everything.run", "Take every kind of field", Everything.class, NoInput.class);

  static final Operation<NoInput, Volumes> VOLUMES =
      BOX_FAMILY.query("volume.get", "Read volumes", NoInput.class, Volumes.class);

  static final Family.Members NETWORK = NETWORK_FAMILY.of(DNS_GET, DNS_UPDATE, PING);
  static final Family.Members BOX = BOX_FAMILY.of(EVERYTHING, VOLUMES);

  private SampleOperations() {}
}
