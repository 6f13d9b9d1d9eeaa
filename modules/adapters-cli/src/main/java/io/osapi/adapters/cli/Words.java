package io.osapi.adapters.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Sentences about results. */
final class Words {
  private static final Set<String> ACRONYMS = Set.of("dns", "ip", "nfs", "ntp", "os", "ssh", "tls");

  private static final Set<String> GOOD = Set.of("ok", "completed", "skipped");

  private Words() {}

  /** A resource in the middle of a sentence: DNS, hostname. */
  static String noun(String resource) {
    return ACRONYMS.contains(resource) ? resource.toUpperCase(Locale.ROOT) : resource;
  }

  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Whether a host did what it was asked, or had nothing to do. */
  static boolean isGood(Map<String, Object> result) {
    return Json.text(result, "status").filter(GOOD::contains).isPresent();
  }

  /** "2 hosts: 1 ok, 1 failed". */
  static String hosts(List<Map<String, Object>> results) {
    var counts =
        results.stream()
            .collect(
                groupingBy(
                    result -> Visible.line(Json.text(result, "status").orElse("unknown")),
                    () -> new TreeMap<>(Words::goodFirst),
                    counting()));
    var parts = new StringJoiner(", ");
    counts.forEach((status, number) -> parts.add(number + " " + status));
    return count(results.size(), "host") + (counts.isEmpty() ? "" : ": " + parts);
  }

  private static int goodFirst(String one, String other) {
    int goodness = Boolean.compare(GOOD.contains(other), GOOD.contains(one));
    return goodness == 0 ? one.compareTo(other) : goodness;
  }
}
