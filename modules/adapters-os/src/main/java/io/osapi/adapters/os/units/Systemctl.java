package io.osapi.adapters.os.units;

import io.osapi.adapters.os.units.UnitFiles.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** systemctl(1), the first one on the path. */
final class Systemctl {
  /** A service may take a minute and a half to start, and as long to stop before that. */
  private static final int PATIENCE_SECONDS = 240;

  private final List<String> command;

  /**
   * @param command what is to be run, with what comes before all other words
   */
  Systemctl(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** What it printed. */
  String run(String... words) {
    var argv = new ArrayList<>(command);
    argv.addAll(List.of(words));
    try {
      return run(argv);
    } catch (IOException none) {
      throw new Refusal(
          "There is no " + command.getFirst() + " that could be run: " + none.getMessage(), none);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Refusal("'" + String.join(" ", argv) + "' was interrupted.", stopped);
    }
  }

  private String run(List<String> argv) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(argv).redirectInput(new File("/dev/null"));
    // What it prints is parsed, or shown as a part of a sentence.
    builder.environment().put("SYSTEMD_COLORS", "0");
    builder.environment().put("SYSTEMD_PAGER", "");
    var process = builder.start();
    var output = text(process.getInputStream());
    var errors = text(process.getErrorStream());
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw failure(argv, "took longer than " + PATIENCE_SECONDS + " s");
    } else if (process.exitValue() != 0) {
      throw failure(argv, "failed: " + errors.join().strip());
    }
    return output.join();
  }

  /** Both at a time: who waits for one may have filled the other. */
  private static CompletableFuture<String> text(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofPlatform()
        .daemon()
        .name("systemctl output")
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }

  private static Refusal failure(List<String> argv, String how) {
    return new Refusal("'" + String.join(" ", argv) + "' " + how, null);
  }
}
