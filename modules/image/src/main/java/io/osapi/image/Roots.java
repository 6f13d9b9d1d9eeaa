package io.osapi.image;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which modules an image begins with; what these require comes with them. */
enum Roots {
  /** Every role and the client. */
  ALL(
      List.of(
          "io.osapi.adapters.http",
          "io.osapi.emulator",
          // Behind jakarta.json, for the claims of tokens.
          "org.eclipse.parsson")),

  /** The worker and the client: nothing of the API, which would also sign tokens. */
  WORKER(List.of());

  private static final List<String> ALWAYS =
      List.of(
          "io.osapi.bootstrap",
          // Found as a service only.
          "io.opentelemetry.exporter.sender.jdk.internal");

  private final List<String> optional;

  Roots(List<String> optional) {
    this.optional = optional;
  }

  /** Separated by commas. */
  String modules() {
    return Stream.concat(ALWAYS.stream(), optional.stream()).collect(Collectors.joining(","));
  }

  /** Of the JVM, each time that it starts: bootstrap does not require what an image may lack. */
  String options() {
    // What the JVM remarks on its cache would be among a command's data.
    var always =
        "-Xlog:disable -Xlog:all=error,aot*=off,cds*=off:stderr --enable-native-access=io.osapi.adapters.os";
    return optional.isEmpty() ? always : always + " --add-modules=" + String.join(",", optional);
  }
}
