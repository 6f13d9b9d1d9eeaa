package io.osapi.adapters.nats.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.nats.key.NKey;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
  private static final HostName WEB = new HostName("web-01.lan");

  @TempDir private Path directory;
  private Enrolment enrolment;

  @BeforeEach
  void at() {
    enrolment = Enrolment.of(directory.resolve("broker"), 4222);
  }

  @Test
  void an_identity_that_was_made_once_stays() throws IOException {
    assertThat(enrolment.exists()).isFalse();
    enrolment.prepare();
    var first = enrolment.known().apiKey();
    enrolment.prepare();

    assertThat(enrolment.exists()).isTrue();
    assertThat(enrolment.known().apiKey()).isEqualTo(first);
    assertThat(keyIn(enrolment.apiSeed())).isEqualTo(first);
  }

  @Test
  void what_is_secret_is_for_its_owner_only() throws IOException {
    enrolment.prepare();
    var file = directory.resolve("out/web-01.nk");
    enrolment.enrol(WEB, file);
    var local = enrolment.local(new HostName("here")).orElseThrow();

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(local)).isEqualTo("rw-------");
    assertThat(mode(enrolment.apiSeed())).isEqualTo("rw-------");
    assertThat(mode(enrolment.directory())).isEqualTo("rwx------");
  }

  @Test
  void enrolling_anew_takes_a_looser_files_place() throws IOException {
    enrolment.prepare();
    var file = Files.writeString(directory.resolve("web-01.nk"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    enrolment.enrol(WEB, file);

    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void what_is_no_file_is_not_replaced_by_credentials() throws IOException {
    enrolment.prepare();
    var other = Files.writeString(directory.resolve("other"), "of somebody else");
    var link = Files.createSymbolicLink(directory.resolve("link"), other);
    var kept = Files.createDirectory(directory.resolve("kept"));

    for (var file : new Path[] {link, kept, Path.of("/proc/self/fd/1")}) {
      assertThatThrownBy(() -> enrolment.enrol(WEB, file))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("it is not a regular file");
    }
    assertThat(other).hasContent("of somebody else");
    assertThat(link).isSymbolicLink();
    assertThat(enrolment.enrolled()).isEmpty();
  }

  @Test
  void an_enrolled_worker_is_known_by_the_key_of_its_file() throws IOException {
    enrolment.prepare();
    var file = directory.resolve("web-01.nk");
    enrolment.enrol(WEB, file);
    var first = keyIn(file);
    assertThat(enrolment.known().workers()).containsOnly(java.util.Map.entry(WEB, first));

    enrolment.enrol(WEB, file);
    assertThat(enrolment.known().workers())
        .containsOnly(java.util.Map.entry(WEB, keyIn(file)))
        .doesNotContainValue(first);
  }

  @Test
  void a_worker_on_the_brokers_host_enrols_itself_once() throws IOException {
    assertThat(enrolment.local(WEB)).as("before there is a broker").isEmpty();
    enrolment.prepare();
    var seed = enrolment.local(WEB).orElseThrow();

    assertThat(enrolment.local(WEB)).contains(seed);
    assertThat(enrolment.known().workers()).containsEntry(WEB, keyIn(seed));
  }

  @Test
  void who_was_revoked_stays_out_until_enrolled_again() {
    enrolment.prepare();
    enrolment.local(WEB).orElseThrow();

    assertThat(enrolment.revoke(WEB)).isTrue();
    assertThat(enrolment.revoke(WEB)).isFalse();
    assertThat(enrolment.known().workers()).isEmpty();
    assertThat(enrolment.local(WEB)).isEmpty();

    enrolment.enrol(WEB, directory.resolve("web-01.nk"));
    assertThat(enrolment.enrolled()).extracting(Enrolment.Enrolled::host).containsExactly(WEB);
  }

  @Test
  void a_worker_that_was_enrolled_by_hand_does_not_enrol_itself() {
    enrolment.prepare();
    enrolment.enrol(WEB, directory.resolve("web-01.nk"));
    var known = enrolment.known();

    assertThat(enrolment.local(WEB)).isEmpty();
    assertThat(enrolment.known()).isEqualTo(known);
  }

  @Test
  void behind_another_port_the_only_broker_is_meant() {
    var state = directory.resolve("broker");
    assertThat(Enrolment.meant(state, 4222)).isEmpty();
    enrolment.prepare();
    assertThat(Enrolment.meant(state, 5000).orElseThrow().directory())
        .isEqualTo(enrolment.directory());

    Enrolment.of(state, 4333).prepare();
    assertThat(Enrolment.meant(state, 5000)).isEmpty();
    assertThat(Enrolment.meant(state, 4222).orElseThrow().directory())
        .isEqualTo(enrolment.directory());
  }

  @Test
  void the_longest_host_name_has_room() {
    enrolment.prepare();
    var host = new HostName("x".repeat(254));
    enrolment.local(host).orElseThrow();

    assertThat(enrolment.known().workers()).containsKey(host);
  }

  private static String keyIn(Path file) throws IOException {
    return NKey.in(Files.readString(file)).orElseThrow().publicKey();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
