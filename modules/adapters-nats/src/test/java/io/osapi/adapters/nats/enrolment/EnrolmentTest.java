package io.osapi.adapters.nats.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.osapi.adapters.nats.key.NKey;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
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
  void a_worker_here_that_runs_as_another_user_finds_the_seed_it_was_given() throws IOException {
    enrolment.prepare();
    enrolment.enrol(WEB, directory.resolve("web-01.nk"));
    assertThat(enrolment.local(WEB)).as("enrolled with a file of its own").isEmpty();
    enrolment.revoke(WEB);

    var enrolled = enrolment.enrolHere(WEB);

    assertThat(keyIn(enrolment.local(WEB).orElseThrow())).isEqualTo(enrolled.publicKey());
    assertThat(enrolment.known().workers()).containsEntry(WEB, enrolled.publicKey());
  }

  @Test
  void root_writes_nothing_where_another_is_the_owner() throws IOException {
    var users = FileSystems.getDefault().getUserPrincipalLookupService();
    assumeThat(Files.getOwner(Path.of("/proc/self")))
        .as("whoever gives files away is root")
        .isEqualTo(users.lookupPrincipalByName("root"));
    enrolment.prepare();
    assertThat(enrolment.otherOwner()).isEmpty();

    Files.setOwner(enrolment.directory(), users.lookupPrincipalByName("nobody"));

    assertThat(enrolment.otherOwner()).contains("nobody");
    assertThat(enrolment.local(WEB)).isEmpty();
    assertThat(enrolment.enrolled()).isEmpty();
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

  @Test
  void an_id_is_the_hosts_unless_another_is_given_and_nobody_elses() {
    enrolment.prepare();
    var pump = new DeviceId("pump_7");
    enrolment.enrol(WEB, directory.resolve("web.nk"));
    enrolment.enrol(new HostName("two"), pump, directory.resolve("two.nk"));

    assertThat(enrolment.known().deviceOf(WEB)).isEqualTo(new DeviceId("web-01_dlan"));
    assertThat(enrolment.known().deviceOf(new HostName("two"))).isEqualTo(pump);
    for (var taken : new DeviceId[] {pump, new DeviceId("web-01_dlan")}) {
      assertThatThrownBy(
              () -> enrolment.enrol(new HostName("three"), taken, directory.resolve("three.nk")))
          .hasMessageContaining("another worker answers commands by that id");
    }
    assertThat(directory.resolve("three.nk")).doesNotExist();
  }

  @Test
  void a_worker_on_this_host_takes_the_id_that_it_wants_if_nobody_has_it() {
    enrolment.prepare();
    var here = new HostName("here");
    var seed = enrolment.local(here);
    var key = enrolment.known().workers().get(here);
    enrolment.enrol(WEB, directory.resolve("web.nk"));

    assertThat(enrolment.local(here, new DeviceId("pump_7"))).isEqualTo(seed);
    assertThat(enrolment.known().deviceOf(here)).isEqualTo(new DeviceId("pump_7"));
    assertThat(enrolment.known().workers()).containsEntry(here, key);
    enrolment.local(here, DeviceId.of(WEB));
    assertThat(enrolment.known().deviceOf(here)).isEqualTo(new DeviceId("pump_7"));
    enrolment.local(new HostName("late"), new DeviceId("pump_7"));
    assertThat(enrolment.known().deviceOf(new HostName("late"))).isEqualTo(new DeviceId("late"));
  }

  @Test
  void clients_are_known_until_they_are_revoked() throws IOException {
    enrolment.prepare();
    var before = enrolment.lastChange();
    var file = directory.resolve("ops.nk");
    enrolment.enrolClient("ops", file);

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(enrolment.known().clients()).containsOnly(java.util.Map.entry("ops", keyIn(file)));
    assertThat(enrolment.lastChange()).isAfter(before);
    for (var name : new String[] {"", "..", "a/b", "a.b", "a b"}) {
      assertThatThrownBy(() -> enrolment.enrolClient(name, file))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(enrolment.revokeClient(name)).isFalse();
    }
    assertThat(enrolment.revokeClient("ops")).isTrue();
    assertThat(enrolment.known().clients()).isEmpty();
  }

  private static String keyIn(Path file) throws IOException {
    return NKey.in(Files.readString(file)).orElseThrow().publicKey();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
