package io.osapi.adapters.os;

import io.osapi.application.port.HostFacts;
import io.osapi.domain.operation.AgentOperations;
import io.osapi.domain.operation.Inventory;
import io.osapi.domain.operation.Inventory.Os;
import java.io.IOException;

/** This host and this process, as their own files tell. */
final class WorkerFacts implements HostFacts {
  private static final long MIB = 1L << 20;
  private static final long KIB_PER_MIB = 1024;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final HostFiles files;
  private final InventoryReader inventory;
  private final String version;
  private final long begun = System.nanoTime();

  WorkerFacts(HostFiles files, InventoryReader inventory, String version) {
    this.files = files;
    this.inventory = inventory;
    this.version = version;
  }

  @Override
  public Inventory inventory() throws InterruptedException {
    try {
      return inventory.read();
    } catch (IOException e) {
      throw new HostUnreadable(HostFiles.fault(e).message(), e);
    }
  }

  @Override
  public Os os() {
    try {
      return inventory.os();
    } catch (OperationFailure e) {
      throw new HostUnreadable(e.getMessage(), e);
    }
  }

  @Override
  public AgentOperations.Process process() {
    var status = status();
    return new AgentOperations.Process(
        version,
        (System.nanoTime() - begun) / NANOS_PER_SECOND,
        Runtime.getRuntime().maxMemory() / MIB,
        number(status, "VmRSS:") / KIB_PER_MIB,
        (int) number(status, "Threads:"));
  }

  private String status() {
    try {
      return files.read("/proc/self/status");
    } catch (OperationFailure e) {
      throw new HostUnreadable(e.getMessage(), e);
    }
  }

  /** Of a line such as {@code VmRSS: 1234 kB} (proc_pid_status(5)); 0 where there is none. */
  static long number(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split(" ")[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
