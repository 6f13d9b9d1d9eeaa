package io.osapi.adapters.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the API again and again, and prints what it has not printed yet: one line a record. */
final class TelemetryWatch {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(500);

  private final Call call;
  private final Api api;

  /** Of each host and type the time of what was printed last. */
  private final Map<String, String> printed = new HashMap<>();

  private TelemetryWatch(Call call) {
    this.call = call;
    this.api = call.api();
  }

  static int run(Call call) {
    new TelemetryWatch(call).watch();
    return Exit.OK;
  }

  private void watch() {
    var length = call.value("--for", Duration.class);
    long began = System.nanoTime();
    // What is wrong from the start is said, and ends the command.
    hosts().forEach(this::show);
    while (length.isEmpty() || System.nanoTime() - began < length.get().toNanos()) {
      pause(length.map(whole -> whole.minusNanos(System.nanoTime() - began)));
      round();
    }
  }

  /** Who watches wants to see the end of an outage, too. */
  private void round() {
    try {
      hosts().forEach(this::show);
    } catch (Cli.Refused refused) {
      if (refused.exitCode() != Exit.UNAVAILABLE) {
        throw refused;
      }
      call.terminal().progress("The API is away; asking again.");
    }
  }

  private List<String> hosts() {
    List<String> named = call.parsed().matchedPositionalValue(0, List.of());
    return named.isEmpty() ? liveHosts() : named;
  }

  private List<String> liveHosts() {
    return Json.maps(api.ask(Api.Request.get(FleetCommands.PATH)), "workers").stream()
        .filter(worker -> Json.text(worker, "liveness").filter("live"::equals).isPresent())
        .flatMap(worker -> Json.text(worker, "hostname").stream())
        .toList();
  }

  /** A host that has sent nothing yet may do so later. */
  private void show(String host) {
    var reply = api.exchange(TelemetryCommands.request(call, host));
    var document = reply.document();
    if (reply.status() == 404
        && Json.text(document, "code").filter("no-telemetry"::equals).isPresent()) {
      return;
    }
    if (reply.status() >= 400) {
      throw Refusals.answered(api, reply);
    }
    Json.map(document, "latest").values().forEach(each -> show(host, Json.asMap(each)));
  }

  private void show(String host, Map<String, Object> record) {
    var type = Json.text(record, "type").orElse("");
    var time = Json.text(record, "received_at").orElse("");
    if (time.equals(printed.put(host + "/" + type, time))) {
      return;
    }
    var row = new LinkedHashMap<String, Object>();
    row.put("hostname", host);
    row.putAll(record);
    call.terminal().endProgress();
    switch (call.globals().format()) {
      case JSON, JSONL -> call.terminal().data(Json.write(row));
      case YAML -> call.terminal().data("---\n" + Json.writeYaml(row).stripTrailing());
      case NAME -> call.terminal().data(Visible.line(host));
      case TABLE, WIDE -> call.terminal().data(line(host, time, type, record));
    }
    call.terminal().flush();
  }

  private static String line(String host, String time, String type, Map<String, Object> record) {
    return Visible.line(
        String.join(
            "  ",
            Cells.of("received_at", time).text(),
            host,
            type,
            Json.text(record, "error").orElseGet(() -> summary(record))));
  }

  /** What there is of it, in a few words. */
  private static String summary(Map<String, Object> record) {
    var words = new ArrayList<String>();
    add(words, "cpu", "cpu_percent", record);
    add(words, "memory", "memory_used_percent", record);
    for (var disk : Json.maps(record, "disks")) {
      Json.text(disk, "drive")
          .ifPresent(drive -> add(words, drive + " free", "free_percent", disk));
    }
    for (var service : Json.maps(record, "services")) {
      words.add(
          Json.text(service, "name").orElse("?") + " " + Json.text(service, "status").orElse("?"));
    }
    var os = Json.map(record, "os");
    if (!os.isEmpty()) {
      words.add(os.values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    return String.join(", ", words);
  }

  private static void add(
      List<String> words, String label, String member, Map<String, Object> record) {
    if (record.get(member) != null) {
      words.add(label + " " + Cells.of(member, record.get(member)).text());
    }
  }

  private void pause(Optional<Duration> left) {
    var interval = call.value("--interval", Duration.class).orElse(INTERVAL);
    var wait = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    var shorter = left.filter(rest -> rest.compareTo(wait) < 0).orElse(wait);
    try {
      Thread.sleep(shorter.isNegative() ? Duration.ZERO : shorter);
    } catch (InterruptedException interrupted) {
      throw new Cli.Refused(Exit.INTERRUPTED, List.of("Interrupted."), interrupted);
    }
  }
}
