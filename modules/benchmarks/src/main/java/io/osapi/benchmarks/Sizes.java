package io.osapi.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * How much of everything. The defaults end within ten minutes on two shared cores, five of them
 * idle.
 *
 * @param calls measured one after the other, 100 or more
 * @param lifecycles measured with many in flight
 * @param jobs numbers of stored jobs at which reads are measured, ascending
 * @param broadcast fleets that a broadcast is measured with, ascending
 * @param heartbeats fleets whose heartbeats are measured, ascending
 * @param repeat how often each broadcast is sent, 1 or more
 * @param connections that an emulated fleet shares
 * @param starts of each process, 1 or more
 * @param idle seconds before the memory of idle processes is read, 1 or more
 * @param work jobs before it is read again
 */
record Sizes(
    int calls,
    int lifecycles,
    List<Integer> jobs,
    List<Integer> broadcast,
    List<Integer> heartbeats,
    int repeat,
    int connections,
    int starts,
    int idle,
    int work) {

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("calls", "1000"),
          Map.entry("lifecycles", "10000"),
          Map.entry("jobs", "1000,10000,100000"),
          Map.entry("broadcast", "10,100,1000"),
          Map.entry("heartbeats", "1000"),
          Map.entry("repeat", "10"),
          Map.entry("connections", "4"),
          Map.entry("starts", "11"),
          Map.entry("idle", "300"),
          Map.entry("work", "10000"));

  static String usage() {
    var lines = new StringBuilder();
    DEFAULTS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each ->
            lines
                .append("  --")
                .append(each.getKey())
                .append('=')
                .append(each.getValue())
                .append('\n'));
    return lines.toString();
  }

  static boolean isKnown(String name) {
    return DEFAULTS.containsKey(name);
  }

  /**
   * @param given by name; the defaults for the rest
   * @throws NumberFormatException if one is no number
   */
  static Sizes of(Map<String, String> given) {
    return new Sizes(
        numbers(given, "calls").getFirst(),
        numbers(given, "lifecycles").getFirst(),
        numbers(given, "jobs"),
        numbers(given, "broadcast"),
        numbers(given, "heartbeats"),
        numbers(given, "repeat").getFirst(),
        numbers(given, "connections").getFirst(),
        numbers(given, "starts").getFirst(),
        numbers(given, "idle").getFirst(),
        numbers(given, "work").getFirst());
  }

  private static List<Integer> numbers(Map<String, String> given, String name) {
    var text = given.getOrDefault(name, DEFAULTS.get(name));
    return List.of(text.split(",")).stream().map(Integer::valueOf).sorted().toList();
  }
}
