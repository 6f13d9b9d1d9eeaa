package io.osapi.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * How much of everything. The defaults end within five minutes on two shared cores.
 *
 * @param calls measured one after the other, 100 or more
 * @param lifecycles measured with many in flight
 * @param jobs numbers of stored jobs at which reads are measured, ascending
 * @param broadcast fleets that a broadcast is measured with, ascending
 * @param heartbeats fleets whose heartbeats are measured, ascending
 * @param repeat how often each broadcast is sent, 1 or more
 * @param connections that an emulated fleet shares
 */
record Sizes(
    int calls,
    int lifecycles,
    List<Integer> jobs,
    List<Integer> broadcast,
    List<Integer> heartbeats,
    int repeat,
    int connections) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "calls", "1000",
          "lifecycles", "10000",
          "jobs", "1000,10000,100000",
          "broadcast", "10,100,1000",
          "heartbeats", "1000",
          "repeat", "10",
          "connections", "4");

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
        numbers(given, "connections").getFirst());
  }

  private static List<Integer> numbers(Map<String, String> given, String name) {
    var text = given.getOrDefault(name, DEFAULTS.get(name));
    return List.of(text.split(",")).stream().map(Integer::valueOf).sorted().toList();
  }
}
