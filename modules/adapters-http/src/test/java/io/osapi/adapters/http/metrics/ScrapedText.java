package io.osapi.adapters.http.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A scrape as its reader sees it, read by the grammar of the text format, and held against the
 * conventions of Prometheus for names.
 *
 * @param families types by name
 * @param samples the label names by the sample's name
 * @param faults everything that is not as it should be
 */
record ScrapedText(
    Map<String, String> families, Map<String, Set<String>> samples, List<String> faults) {
  private static final String LABEL =
      "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"";
  private static final Pattern LABELS = Pattern.compile(LABEL);
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:"
              + LABEL
              + ",?)*)})? (-?[0-9.eE+-]+|[+-]Inf|NaN)( [0-9.]+)?");
  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final List<String> ENDINGS =
      List.of("", "_total", "_bucket", "_sum", "_count", "_created", "_info");

  static ScrapedText of(String text) {
    var families = new LinkedHashMap<String, String>();
    var helped = new HashSet<String>();
    var samples = new LinkedHashMap<String, Set<String>>();
    var faults = new ArrayList<String>();
    boolean isOpenMetrics = text.endsWith("# EOF\n");
    for (var line : text.split("\n")) {
      var words = line.split(" ", 4);
      if (line.startsWith("# TYPE ")) {
        families.put(words[2], words[3]);
      } else if (line.startsWith("# HELP ")) {
        helped.add(words[2]);
      } else if (!line.startsWith("#")) {
        read(line, samples, faults);
      }
    }
    families.forEach((name, type) -> {
      if (!helped.contains(name)) {
        faults.add(name + " has no help");
      }
      if (!SNAKE_CASE.matcher(name).matches()) {
        faults.add(name + " is not in snake_case");
      }
      if (type.equals("counter") && name.endsWith("_total") == isOpenMetrics) {
        faults.add(
            name + " is a counter and " + (isOpenMetrics ? "ends" : "does not end") + " in _total");
      }
    });
    samples.keySet().stream()
        .filter(name -> ENDINGS.stream().noneMatch(end -> isOf(name, end, families)))
        .forEach(name -> faults.add(name + " belongs to no family"));
    return new ScrapedText(families, samples, faults);
  }

  Set<String> labels(String sample) {
    return samples.get(sample);
  }

  private static boolean isOf(String sample, String end, Map<String, String> families) {
    return sample.endsWith(end)
        && families.containsKey(sample.substring(0, sample.length() - end.length()));
  }

  private static void read(String line, Map<String, Set<String>> samples, List<String> faults) {
    var sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      faults.add("not a sample: " + line);
      return;
    }
    var labels = samples.computeIfAbsent(sample.group(1), _ -> new HashSet<>());
    if (sample.group(2) != null) {
      LABELS.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
    }
  }
}
