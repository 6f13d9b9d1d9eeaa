package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.SystemOperations;
import io.osapi.domain.operation.SystemOperations.Disk;
import io.osapi.domain.operation.SystemOperations.Status;
import io.osapi.domain.worker.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Through the door, on the host that runs the tests: no special rights, whatever it is. */
class ThisHostTest {
  private final HostOperations host =
      new HostOperations(new Labels(Map.of("group", "test")), Tracing.NONE, "0.1.0");

  @Test
  void the_host_name_is_the_kernels() throws Exception {
    var data = completed(SystemOperations.HOSTNAME_GET);

    assertThat(data.get("hostname"))
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    assertThat((String) data.get("fqdn")).startsWithIgnoringCase((String) data.get("hostname"));
    assertThat(data.get("labels")).isEqualTo(Map.of("group", "test"));
  }

  @Test
  void the_status_is_plausible() {
    var data = completed(SystemOperations.STATUS_GET);
    // Read back through its own shape, as an older or newer reader would.
    Status status = SystemOperations.STATUS_GET.output().read(data);

    assertThat(status.memory().totalBytes()).isPositive();
    assertThat(status.memory().usedBytes()).isBetween(1L, status.memory().totalBytes());
    assertThat(status.memory().freeBytes()).isLessThanOrEqualTo(status.memory().totalBytes());
    assertThat(status.memory().swapUsedBytes())
        .isLessThanOrEqualTo(status.memory().swapTotalBytes());
    assertThat(status.os().kernel()).contains(".");
    assertThat(status.os().cpus()).isPositive();
    assertThat(status.load().cpus()).isEqualTo(status.os().cpus());
    assertThat(status.load().load_1m()).isNotNegative();
    assertThat(status.uptime().bootTime())
        .isCloseTo(
            Instant.now().minusSeconds(status.uptime().uptimeSeconds()),
            org.assertj.core.api.Assertions.within(5, ChronoUnit.SECONDS));
    assertThat(status.disks()).extracting(Disk::mount).contains("/").doesNotHaveDuplicates();
    assertThat(status.disks())
        .allSatisfy(disk -> {
          assertThat(disk.totalBytes()).isGreaterThanOrEqualTo(disk.usedBytes());
          assertThat(disk.usedPercent()).isBetween(0.0, 100.0);
        });
  }

  @Test
  void it_can_do_every_operation_of_the_catalogue_that_needs_no_allow_list() {
    assertThat(host.capabilities())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.standard().operations().stream()
                .map(Operation::name)
                .filter(name -> Set.of("system", "network", "inventory").contains(name.family()))
                .toList());
  }

  private <O extends Record> Map<String, Object> completed(Operation<NoInput, O> operation) {
    var answer = host.run(new Invocation<>(operation, new NoInput()), Duration.ofSeconds(30));
    assertThat(answer.answer()).isInstanceOf(Answer.Completed.class);
    return ((Answer.Completed) answer.answer()).data();
  }
}
