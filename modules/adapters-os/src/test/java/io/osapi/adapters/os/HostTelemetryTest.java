package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.os.DiskReader.Space;
import io.osapi.application.port.TelemetrySource.Refused;
import io.osapi.application.port.TelemetrySource.Taken;
import io.osapi.domain.telemetry.Services.Service;
import io.osapi.domain.telemetry.TelemetryType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTelemetryTest {
  private static final long GB = 1L << 30;

  @Test
  void the_first_sample_has_sizes_and_no_rates() throws Exception {
    assertThat(members(captured(), TelemetryType.SYSTEM))
        .isEqualTo(
            Map.of(
                "memory_total_gb",
                23.54,
                "memory_free_gb",
                23.21,
                "memory_used_percent",
                1.41,
                "disks",
                List.of(
                    Map.of(
                        "drive", "/",
                        "device", "/dev/vda",
                        "free_percent", 45.0,
                        "free_gb", 9.0,
                        "total_gb", 20.0))));
  }

  @Test
  void the_second_has_rates_too() throws Exception {
    var telemetry = captured();
    members(telemetry, TelemetryType.SYSTEM);

    var second = members(telemetry, TelemetryType.SYSTEM);

    // Nothing changes in a captured file.
    assertThat((List<?>) second.get("disks"))
        .singleElement()
        .satisfies(disk -> assertThat(((Map<?, ?>) disk).get("read_bytes_per_sec")).isEqualTo(0.0));
  }

  @Test
  void this_host_is_busy_between_nothing_and_everything() throws Exception {
    var files = new HostFiles(Path.of("/"));
    var telemetry =
        telemetry(
            new ProcSource(files, new DiskReader(DiskReader::statvfs, DiskReader.PATIENCE)), files);
    members(telemetry, TelemetryType.SYSTEM);
    // The kernel counts in ticks of some milliseconds.
    Map<String, Object> second = members(telemetry, TelemetryType.SYSTEM);
    while (!second.containsKey("cpu_percent")) {
      second = members(telemetry, TelemetryType.SYSTEM);
    }

    assertThat((Double) second.get("cpu_percent")).isBetween(0.0, 100.0);
    assertThat(second.get("cpu_usage_percent")).isEqualTo(second.get("cpu_percent"));
  }

  @Test
  void services_are_told_in_the_order_of_the_configuration() throws Exception {
    assertThat(members(captured(), TelemetryType.SERVICE))
        .isEqualTo(
            Map.of(
                "services",
                List.of(
                    Map.of("name", "nginx", "status", "Running"),
                    Map.of("name", "cron", "status", "Running"))));
  }

  @Test
  void what_cannot_be_collected_says_why() throws Exception {
    var files = new HostFiles(Hosts.root(Hosts.DEBIAN));
    var telemetry =
        telemetry(
            () -> {
              throw new OperationFailure("exporter-silent", "it did not answer");
            },
            files);

    assertThat(telemetry.read(TelemetryType.SYSTEM)).isEqualTo(new Refused("it did not answer"));
  }

  @Test
  void a_fault_of_ours_does_not_stop_the_others() throws Exception {
    var files = new HostFiles(Hosts.root(Hosts.DEBIAN));
    var telemetry =
        telemetry(
            () -> {
              throw new IllegalStateException("a secret");
            },
            files);

    assertThat(telemetry.read(TelemetryType.SYSTEM))
        .isEqualTo(new Refused("something failed on our side; the worker's log has the details"));
    assertThat(telemetry.read(TelemetryType.INVENTORY)).isInstanceOf(Taken.class);
  }

  private static HostTelemetry captured() {
    var files = new HostFiles(Hosts.root(Hosts.DEBIAN));
    return telemetry(
        new ProcSource(
            files, new DiskReader(_ -> new Space(20 * GB, 10 * GB, 9 * GB), Duration.ofSeconds(5))),
        files);
  }

  private static HostTelemetry telemetry(SampleSource source, HostFiles files) {
    return new HostTelemetry(
        source,
        names -> names.stream().map(name -> new Service(name, "Running")).toList(),
        List.of("nginx", "cron"),
        new InventoryReader(
            files,
            new DiskReader(_ -> new Space(1, 1, 1), Duration.ofSeconds(5)),
            new NetworkReader(files, List::of),
            "1.2.3"));
  }

  private static Map<String, Object> members(HostTelemetry telemetry, TelemetryType type)
      throws IOException, InterruptedException {
    return ((Taken) telemetry.read(type)).members();
  }
}
