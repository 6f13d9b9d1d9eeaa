package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.osapi.domain.telemetry.HostSample;
import io.osapi.domain.telemetry.HostSample.Disk;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The distribution's node_exporter and our own reading, on the host that runs the tests. Skipped
 * where there is none: {@code apt-get download prometheus-node-exporter} has one.
 */
class NodeExporterAgreementTest {
  private static final double PERCENT = 2;

  @Test
  void both_sources_agree_on_memory_and_disks() throws Exception {
    var binary = binary();
    assumeTrue(binary.isPresent(), "no node_exporter here; OSAPI_NODE_EXPORTER names one");
    int port = freePort();
    var process =
        new ProcessBuilder(binary.get().toString(), "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var exporter = new ExporterSource(URI.create("http://127.0.0.1:" + port + "/metrics"));
      // Nobody reads both at the same moment, and a busy host's memory moves between them.
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(OperationFailure.class)
          .untilAsserted(() -> assertAgree(exporter.sample(), builtin().sample()));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void assertAgree(HostSample exporter, HostSample builtin) {
    var memory = exporter.memory().orElseThrow();
    var ours = builtin.memory().orElseThrow();
    assertThat(memory.totalBytes()).isCloseTo(ours.totalBytes(), withinPercentage(PERCENT));
    assertThat(memory.availableBytes()).isCloseTo(ours.availableBytes(), withinPercentage(PERCENT));
    assertThat(exporter.disks())
        .extracting(Disk::drive, Disk::device)
        .isEqualTo(
            builtin.disks().stream()
                .map(disk -> org.assertj.core.groups.Tuple.tuple(disk.drive(), disk.device()))
                .toList());
    for (int i = 0; i < builtin.disks().size(); i++) {
      var theirs = exporter.disks().get(i).space().orElseThrow();
      var here = builtin.disks().get(i).space().orElseThrow();
      assertThat(theirs.totalBytes()).isCloseTo(here.totalBytes(), withinPercentage(PERCENT));
      assertThat(theirs.availableBytes())
          .isCloseTo(here.availableBytes(), withinPercentage(PERCENT));
    }
    // Seconds there, ticks here; the shares are of the same time.
    var share = exporter.cpu().map(cpu -> cpu.busy() / cpu.total()).orElseThrow();
    var ourShare = builtin.cpu().map(cpu -> cpu.busy() / cpu.total()).orElseThrow();
    assertThat(share).isCloseTo(ourShare, withinPercentage(PERCENT));
  }

  private static SampleSource builtin() {
    return new ProcSource(
        new HostFiles(Path.of("/")), new DiskReader(DiskReader::statvfs, DiskReader.PATIENCE));
  }

  private static Optional<Path> binary() {
    var named = Optional.ofNullable(System.getenv("OSAPI_NODE_EXPORTER")).map(Path::of).stream();
    var unpacked =
        Path.of(
            System.getProperty("user.home"),
            ".cache/osapi/node-exporter/usr/bin/prometheus-node-exporter");
    var installed =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .flatMap(directory ->
                Stream.of("prometheus-node-exporter", "node_exporter")
                    .map(name -> Path.of(directory, name)));
    return Stream.of(named, installed, Stream.of(unpacked))
        .flatMap(each -> each)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
