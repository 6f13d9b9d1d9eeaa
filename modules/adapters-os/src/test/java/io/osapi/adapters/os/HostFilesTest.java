package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.operation.NetworkOperations.DnsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Things that stand where a file is expected. */
@Timeout(20)
class HostFilesTest {
  @TempDir Path root;
  private Path file;

  @BeforeEach
  void make_a_host() throws Exception {
    file = Files.createDirectories(root.resolve("etc")).resolve("resolv.conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev/stdin", "/etc", "/proc/self/fd/0"})
  void what_a_link_leads_to_is_read_only_if_it_is_a_file(String target) throws Exception {
    Files.createSymbolicLink(file, Path.of(target));

    assertNotRead("/etc/resolv.conf is not a regular file");
  }

  @Test
  void nobody_waits_for_a_pipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    assertNotRead("/etc/resolv.conf is not a regular file");
  }

  @Test
  void links_that_lead_nowhere_are_not_there() throws Exception {
    Files.createSymbolicLink(file, Path.of("resolv.conf"));
    assertThatThrownBy(() -> new HostFiles(root).read("/etc/resolv.conf"))
        .isInstanceOf(OperationFailure.class)
        .hasMessageStartingWith("/etc/resolv.conf: ");

    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("nowhere"));
    assertNotRead("/etc/resolv.conf: it does not exist");
  }

  /** Minimal images lead it to /dev/null; a file in place of that would harm the whole system. */
  @Test
  void what_is_no_file_is_not_replaced_by_one() throws Exception {
    var pipe = root.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(file, pipe);

    assertThatThrownBy(() ->
            new ResolvConfFile(new HostFiles(root))
                .write("eth0", new DnsSettings(List.of("192.0.2.1"), List.of())))
        .hasMessage("/etc/resolv.conf is not a regular file");
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
  }

  private void assertNotRead(String message) {
    assertThatThrownBy(() -> new HostFiles(root).read("/etc/resolv.conf"))
        .isInstanceOf(OperationFailure.class)
        .hasMessage(message);
  }
}
