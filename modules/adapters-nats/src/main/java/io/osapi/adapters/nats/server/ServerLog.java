package io.osapi.adapters.nats.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Hands on what nats-server logs, and hears in it when the server is ready. */
final class ServerLog {
  /** What a message about a failed start shows. */
  private static final int LAST_LINES = 10;

  private final Consumer<Line> sink;
  private final Deque<String> last = new ArrayDeque<>();
  private final CompletableFuture<Integer> readyOnPort = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicReference<CompletableFuture<String>> reload =
      new AtomicReference<>(new CompletableFuture<>());
  private OptionalInt port = OptionalInt.empty();
  private volatile boolean storeIsStuck;

  private ServerLog(Consumer<Line> sink) {
    this.sink = sink;
  }

  /**
   * Reads to the end of {@code lines}.
   *
   * @param sink gets each line worth reading, in order, on one thread
   */
  static ServerLog follow(InputStream lines, Consumer<Line> sink) {
    var log = new ServerLog(sink);
    // Not virtual: reading a pipe would hold a carrier thread for as long as the server lives.
    Thread.ofPlatform().daemon().name("nats-server-log").start(() -> log.read(lines));
    return log;
  }

  /** Completes with the client port when the server says that it is ready. */
  CompletableFuture<Integer> readyOnPort() {
    return readyOnPort.copy();
  }

  /**
   * Completes when the server next says what became of reading its configuration again: empty if it
   * did, else its complaint.
   */
  CompletableFuture<String> awaitReload() {
    var word = new CompletableFuture<String>();
    reload.set(word);
    return word;
  }

  /** Completes when the server can say no more. */
  CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Whether it has said that a write failed for want of space. */
  boolean storeIsStuck() {
    return storeIsStuck;
  }

  List<String> lastLines() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  private void read(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (var text = reader.readLine(); text != null; text = reader.readLine()) {
        hear(Line.parse(text));
      }
    } catch (IOException e) {
      sink.accept(new Line(Level.WARNING, "its log broke off: " + e.getMessage()));
    } finally {
      ended.complete(null);
    }
  }

  private void hear(Line line) {
    if (line.isDecoration()) {
      return;
    }
    sink.accept(line);
    storeIsStuck |= line.tellsOfFullDisk();
    synchronized (last) {
      if (last.size() == LAST_LINES) {
        last.removeFirst();
      }
      last.addLast(line.text());
    }
    if (line.text().startsWith("Reloaded server configuration")) {
      reload.get().complete("");
    } else if (line.text().startsWith("Failed to reload server configuration")) {
      reload.get().complete(line.text());
    } else if (line.port().isPresent()) {
      port = line.port();
    } else if (line.text().equals("Server is ready") && port.isPresent()) {
      readyOnPort.complete(port.getAsInt());
    }
  }

  /** One line, without process number and time. */
  record Line(Level level, String text) {
    // [12407] 2026/11/21 13:16:42.451697 [INF] Starting nats-server
    private static final Pattern LEVELLED =
        Pattern.compile("\\[\\d+] (?:\\S+ \\S+ )?\\[(TRC|DBG|INF|WRN|ERR|FTL)] ?(.*)");
    private static final Pattern LISTENING =
        Pattern.compile("Listening for client connections on .*:(\\d{1,5})");

    /**
     * What has no level of its own is said before there is a log, or when the server falls over: it
     * is an error.
     */
    static Line parse(String line) {
      var levelled = LEVELLED.matcher(line);
      return levelled.matches()
          ? new Line(level(levelled.group(1)), levelled.group(2))
          : new Line(Level.ERROR, line);
    }

    /** As the kernel words it (errno(3), ENOSPC). */
    boolean tellsOfFullDisk() {
      return level == Level.ERROR && text.contains("no space left on device");
    }

    /** A drawing or a rule: nothing in it to read. */
    boolean isDecoration() {
      return text.chars().noneMatch(Character::isLetterOrDigit);
    }

    /** The client port, if this line tells it. */
    OptionalInt port() {
      var listening = LISTENING.matcher(text);
      return listening.matches()
          ? OptionalInt.of(Integer.parseInt(listening.group(1)))
          : OptionalInt.empty();
    }

    private static Level level(String letters) {
      return switch (letters) {
        case "TRC" -> Level.TRACE;
        case "DBG" -> Level.DEBUG;
        // Its banner and settings: whoever starts it says in a line of his own what matters of
        // them.
        case "INF" -> Level.DEBUG;
        case "WRN" -> Level.WARNING;
        default -> Level.ERROR;
      };
    }
  }
}
