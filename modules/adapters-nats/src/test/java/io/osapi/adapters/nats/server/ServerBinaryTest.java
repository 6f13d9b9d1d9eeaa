package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.osapi.adapters.nats.server.NatsServer.StartException;
import io.osapi.adapters.nats.server.ServerBinary.Search;
import io.osapi.adapters.nats.server.ServerBinary.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBinaryTest {
  @TempDir private Path directory;

  @Test
  void the_given_one_comes_first() throws Exception {
    var given = server("given");
    assertThat(everywhere().find(Optional.of(given))).isEqualTo(new ServerBinary(given));
  }

  @Test
  void then_the_one_beside_the_product_then_that_of_the_environment() throws Exception {
    var search = everywhere();
    assertThat(found(search)).isEqualTo(directory.resolve("home/lib/nats-server"));
    Files.delete(found(search));
    assertThat(found(search)).isEqualTo(directory.resolve("asked/nats-server"));
  }

  @Test
  void then_the_first_on_path() throws Exception {
    var search =
        new Search(
            Optional.empty(), Map.of("PATH", directory + "/empty:" + server("path").getParent()));
    assertThat(found(search)).isEqualTo(directory.resolve("path/nats-server"));
  }

  @Test
  void one_that_the_environment_names_is_not_replaced_by_another() throws Exception {
    var search =
        new Search(
            Optional.empty(),
            Map.of("OSAPI_NATS_SERVER", "/nowhere", "PATH", server("path").getParent().toString()));
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> found(search))
        .withMessageContaining("/nowhere (OSAPI_NATS_SERVER)")
        .withMessageNotContaining("path");
  }

  @Test
  void a_given_one_that_is_missing_is_not_replaced_by_another() throws Exception {
    var search = everywhere();
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> search.find(Optional.of(directory.resolve("nowhere"))))
        .withMessageContaining(directory.resolve("nowhere") + " (nats.server.binary)")
        .withMessageNotContaining("home");
  }

  @Test
  void when_there_is_none_all_places_are_named() {
    var search = new Search(Optional.of(Path.of("/home")), Map.of("PATH", "/one::/two"));
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> search.find(Optional.empty()))
        .withMessage(
            """
            No nats-server was found. Looked for:
              /home/lib/nats-server (the product)
              /one/nats-server (PATH)
              /two/nats-server (PATH)
            Install nats-server 2.12.0 or newer, or name it: nats.server.binary in the configuration.\
            """);
  }

  @Test
  void a_program_that_is_something_else_is_refused() throws Exception {
    var other = FakeServer.create(directory, "GNU bash, version 5", "");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> everywhere().find(Optional.of(other)))
        .withMessageContaining(other + " (nats.server.binary) is no nats-server")
        .withMessageContaining("GNU bash, version 5");
  }

  @Test
  void a_program_of_another_kind_of_machine_is_refused() throws Exception {
    var broken = FakeServer.executable(directory.resolve("broken"), "\u007fELF");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> everywhere().find(Optional.of(broken)))
        .withMessageContaining(broken + " (nats.server.binary)");
  }

  @Test
  void versions_are_numbers_not_texts() {
    assertThat(version("nats-server: v2.9.10\n")).isLessThan(ServerBinary.MINIMUM);
    assertThat(version("nats-server: v2.12.0-RC.1")).isEqualByComparingTo(ServerBinary.MINIMUM);
    assertThat(version("nats-server: v2.15.1")).isGreaterThan(ServerBinary.MINIMUM);
    assertThat(version("nats-server: v10.0.0")).isGreaterThan(ServerBinary.MINIMUM);
  }

  private static Version version(String output) {
    return Version.parse(output).orElseThrow();
  }

  private static Path found(Search search) {
    return search.find(Optional.empty()).path();
  }

  private Search everywhere() throws IOException {
    server("home/lib");
    return new Search(
        Optional.of(directory.resolve("home")),
        Map.of("OSAPI_NATS_SERVER", server("asked").toString()));
  }

  private Path server(String place) throws IOException {
    var there = Files.createDirectories(directory.resolve(place));
    return Files.move(
        FakeServer.create(there, "nats-server: v2.12.0", ""), there.resolve("nats-server"));
  }
}
