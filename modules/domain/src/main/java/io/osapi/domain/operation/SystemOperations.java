package io.osapi.domain.operation;

import io.osapi.domain.shape.About;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reading a host's own state. Sizes are bytes. */
public final class SystemOperations {
  private static final Family SYSTEM = new Family("system", "The host's own state");

  public record Hostname(
      @About("Name the kernel reports") String hostname,
      @About("Fully qualified domain name; the host name where there is none") String fqdn,
      @About("Labels of the worker") Map<String, String> labels) {}

  public record Uptime(
      @About("Whole seconds since boot") long uptimeSeconds,
      @About("The same for people: 4 days, 1 hour, 2 minutes") String uptime,
      @About("When the host booted") Instant bootTime) {}

  public record Os(
      @About("Name of the distribution, from os-release") String distribution,
      @About("Version of the distribution; empty for a rolling one") String version,
      @About("Kernel release") String kernel,
      @About("Machine architecture as Java names it: amd64, aarch64") String architecture,
      @About("Logical processors that are online") int cpus) {}

  public record Load(
      @About("Average number of runnable tasks over 1 minute") double load_1m,
      @About("Over 5 minutes") double load_5m,
      @About("Over 15 minutes") double load_15m,
      @About("Logical processors that are online, to judge the load by") int cpus) {}

  public record Memory(
      @About("Usable memory") long totalBytes,
      @About("Total minus available") long usedBytes,
      @About("What new programs could have without swapping") long availableBytes,
      @About("Memory that holds nothing") long freeBytes,
      @About("Page cache") long cachedBytes,
      @About("Swap space") long swapTotalBytes,
      @About("Swap space in use") long swapUsedBytes) {}

  public record Disk(
      @About("Mount point") String mount,
      @About("Device, or its name where it has no path") String device,
      @About("File system type") String filesystem,
      @About("Size") long totalBytes,
      @About("Used by files and the file system") long usedBytes,
      @About("Available to users without privileges") long availableBytes,
      @About("Used share of what users can have, as df(1) computes it; 0 to 100")
          double usedPercent) {}

  public record Disks(
      @About("Mounted file systems that hold files, by mount point") List<Disk> disks,
      @About("Mount points that could not be read, and why") List<String> skipped) {}

  public record Status(
      @About("Name the kernel reports") String hostname,
      @About("Time since boot") Uptime uptime,
      @About("Operating system") Os os,
      @About("Load averages") Load load,
      @About("Memory") Memory memory,
      @About("Mounted file systems that hold files, by mount point") List<Disk> disks,
      @About("Mount points that could not be read, and why") List<String> skipped) {}

  public static final Operation<NoInput, Hostname> HOSTNAME_GET =
      SYSTEM.query("hostname.get", "Read the host name", NoInput.class, Hostname.class);

  public static final Operation<NoInput, Status> STATUS_GET =
      SYSTEM.query(
          "status.get",
          "Read host name, uptime, OS, load, memory and disks",
          NoInput.class,
          Status.class);

  public static final Operation<NoInput, Uptime> UPTIME_GET =
      SYSTEM.query("uptime.get", "Read the time since boot", NoInput.class, Uptime.class);

  public static final Operation<NoInput, Os> OS_GET =
      SYSTEM.query("os.get", "Read distribution, kernel and architecture", NoInput.class, Os.class);

  public static final Operation<NoInput, Disks> DISK_GET =
      SYSTEM.query("disk.get", "Read the sizes of file systems", NoInput.class, Disks.class);

  public static final Operation<NoInput, Memory> MEMORY_GET =
      SYSTEM.query("memory.get", "Read memory and swap", NoInput.class, Memory.class);

  public static final Operation<NoInput, Load> LOAD_GET =
      SYSTEM.query("load.get", "Read the load averages", NoInput.class, Load.class);

  static final Family.Members ALL =
      SYSTEM.of(HOSTNAME_GET, STATUS_GET, UPTIME_GET, OS_GET, DISK_GET, MEMORY_GET, LOAD_GET);

  private SystemOperations() {}
}
