package io.osapi.adapters.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A nats-server with a configuration that is not ours, on a free port. */
public final class ForeignServer implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("nats://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final String url;

  private ForeignServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * @param directory for its files
   * @param configuration what it has beside host and port
   */
  public static ForeignServer start(Path directory, String configuration) throws IOException {
    var own = Files.createTempDirectory(directory, "foreign");
    var file =
        Files.writeString(
            own.resolve("nats.conf"),
            "host: 127.0.0.1\nport: -1\nports_file_dir: \"%s\"\n%s\n"
                .formatted(own, configuration.replace("$STORE", own.resolve("store").toString())));
    var binary = ServerBinary.Search.here().find(Optional.empty()).path().toString();
    var process =
        new ProcessBuilder(binary, "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(own.resolve("log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !process.isAlive() || url(own).isPresent());
    return new ForeignServer(
        process, url(own).orElseThrow(() -> new IllegalStateException(text(own.resolve("log")))));
  }

  public String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private static Optional<String> url(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".ports"))
          .map(ForeignServer::text)
          .flatMap(text -> PORT.matcher(text).results())
          .map(MatchResult::group)
          .findFirst();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
