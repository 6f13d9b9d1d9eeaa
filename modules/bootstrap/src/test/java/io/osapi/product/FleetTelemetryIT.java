package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 edge workers that begin at once, and a broker that is restarted under them. */
class FleetTelemetryIT {
  private static final int WORKERS = 200;
  private static final int TYPES = 3;
  private static final int INTERVAL_SECONDS = 10;

  /** A machine that does not run for a second or two makes up for it at once; that is no burst. */
  private static final int WINDOW_SECONDS = 3;

  /** Messages on the stream in a window, once the fleet is spread. */
  private static final double NORMAL = (double) WORKERS * TYPES / INTERVAL_SECONDS * WINDOW_SECONDS;

  /** Long enough that what would be kept for later were much more than the limit. */
  private static final Duration OUTAGE = Duration.ofSeconds(10);

  @Test
  void schedules_are_spread_and_a_restart_of_the_broker_causes_no_burst(@TempDir Path directory)
      throws Exception {
    try (var osapi = new Installation(directory);
        var rest = new Rest(osapi, osapi.token("read"))) {
      var nats = osapi.startNats();
      osapi.startApi();
      osapi.start(
          "emulator",
          "bench",
          "workers",
          "--count=" + WORKERS,
          "--connections=" + WORKERS,
          "--telemetry-interval=" + INTERVAL_SECONDS + "s");
      awaitReports(rest, 8);
      var stopped = Instant.now();

      nats.kill();
      await()
          .atMost(OUTAGE.multipliedBy(3))
          .during(OUTAGE)
          .until(() -> rest.get("/telemetry/emu-00000").status() == 503);
      osapi.startNats();
      var back = Instant.now();
      awaitReports(rest, 12);

      var perWindow = messagesPerWindow(rest);
      report(perWindow, stopped, back);
      // The first two intervals are those in which a fleet that begins at once gets spread.
      var spread = perWindow.firstKey().plusSeconds(2L * INTERVAL_SECONDS + WINDOW_SECONDS);
      assertThat(perWindow.subMap(spread, stopped.minusSeconds(WINDOW_SECONDS)).values())
          .hasSizeGreaterThan(INTERVAL_SECONDS / WINDOW_SECONDS)
          .allMatch(count -> count <= 2 * NORMAL)
          .allMatch(count -> count >= NORMAL / 3);
      assertThat(perWindow.tailMap(back.minusSeconds(WINDOW_SECONDS)).values())
          .hasSizeGreaterThan(INTERVAL_SECONDS / WINDOW_SECONDS)
          .allMatch(count -> count <= 2 * NORMAL);
    }
  }

  private static void report(TreeMap<Instant, Integer> perWindow, Instant stopped, Instant back) {
    System.err.printf(
        "telemetry of %d emulated workers in %d s: normal %.0f; highest before the restart %d, after"
            + " it %d; by window %s%n",
        WORKERS,
        WINDOW_SECONDS,
        NORMAL,
        highest(perWindow.headMap(stopped)),
        highest(perWindow.tailMap(back)),
        perWindow.values());
  }

  private static int highest(Map<Instant, Integer> perWindow) {
    return perWindow.values().stream().mapToInt(each -> each).max().orElse(0);
  }

  /** By the broker's time, without the first window and the last, which are not whole. */
  private static TreeMap<Instant, Integer> messagesPerWindow(Rest rest)
      throws IOException, InterruptedException {
    var counts = new TreeMap<Instant, Integer>();
    for (var time : times(rest)) {
      long window = time.getEpochSecond() / WINDOW_SECONDS * WINDOW_SECONDS;
      counts.merge(Instant.ofEpochSecond(window), 1, Integer::sum);
    }
    for (var empty = counts.firstKey(); empty.isBefore(counts.lastKey()); ) {
      counts.putIfAbsent(empty, 0);
      empty = empty.plusSeconds(WINDOW_SECONDS);
    }
    counts.pollFirstEntry();
    counts.pollLastEntry();
    return counts;
  }

  private static List<Instant> times(Rest rest) throws IOException, InterruptedException {
    // Reading takes a while, in which more comes: what is newer than this is not counted.
    var now = Instant.now();
    var times = new ArrayList<Instant>();
    for (int number = 0; number < WORKERS; number++) {
      for (var item : items(rest, "emu-%05d".formatted(number))) {
        var time = Instant.parse((String) item.get("received_at"));
        if (time.isBefore(now)) {
          times.add(time);
        }
      }
    }
    return times;
  }

  private static void awaitReports(Rest rest, int count) {
    await()
        .atMost(Duration.ofMinutes(4))
        .ignoreExceptions()
        .until(() ->
            items(rest, "emu-%05d".formatted(WORKERS - 1)).stream()
                    .filter(item -> item.get("type").equals("system"))
                    .count()
                >= count);
  }

  private static List<Map<String, Object>> items(Rest rest, String host)
      throws IOException, InterruptedException {
    return rest.get("/telemetry/" + host + "?since=1h&limit=1000").list("items");
  }
}
