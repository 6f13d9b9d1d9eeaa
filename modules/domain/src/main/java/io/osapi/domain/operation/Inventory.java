package io.osapi.domain.operation;

import io.osapi.domain.shape.About;
import java.util.List;
import java.util.Optional;

/** What a host is made of: it changes in weeks, so it is told once a day. */
public record Inventory(
    @About("The worker on it") Agent agent,
    @About("Operating system") Os os,
    @About("Processors") Cpu cpu,
    @About("Memory") Memory memory,
    @About("Mounted file systems that hold files, by mount point") List<Disk> disks,
    @About("Network") Network network) {

  public Inventory {
    disks = List.copyOf(disks);
  }

  public record Agent(@About("Version of osapi") String version) {}

  public record Os(
      @About("Kernel and architecture, as in the list of workers: linux/amd64") String platform,
      @About("Name of the distribution, from os-release") String name,
      @About("Version of the distribution; empty for a rolling one") String version,
      @About("Kernel release") String build) {}

  public record Cpu(
      @About("Logical processors that are online") int cores,
      @About("What the processor calls itself, where it does") Optional<String> model) {}

  public record Memory(
      @About("Usable memory in GB of 2^30 bytes") double totalGb,
      @About("What new programs could have without swapping, in GB") double availableGb) {}

  /** Without sizes where the file system did not tell them. */
  public record Disk(
      @About("Mount point") String drive,
      @About("Device, or its name where it has no path") String device,
      @About("File system type") String filesystem,
      @About("Size in GB of 2^30 bytes") Optional<Double> totalGb,
      @About("Available to users without privileges, in GB") Optional<Double> freeGb) {}

  public record Network(
      @About("Address that others see: that of the interface of the default route")
          Optional<String> primaryIp,
      @About("Interfaces but the loopback, by name") List<Interface> interfaces) {

    public Network {
      interfaces = List.copyOf(interfaces);
    }
  }

  public record Interface(
      @About("As the kernel names it: eth0") String name,
      @About("Hardware address in lower case with colons, where it has one") Optional<String> mac,
      @About("Whether it is switched on") boolean up,
      @About("IP addresses, IPv4 first") List<String> addresses) {

    public Interface {
      addresses = List.copyOf(addresses);
    }
  }
}
