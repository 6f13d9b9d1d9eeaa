package io.osapi.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what was measured as Markdown, and shows each part as soon as it is there. */
final class Report {
  private static final int MOST_REASONS = 4;

  private final StringBuilder text = new StringBuilder();

  void title(String title) {
    add("\n## " + title + "\n\n");
  }

  void say(String sentence) {
    add(sentence + "\n\n");
  }

  void table(String... columns) {
    row((Object[]) columns);
    add("|" + "---|".repeat(columns.length) + "\n");
  }

  void row(Object... cells) {
    add("| " + String.join(" | ", List.of(cells).stream().map(Report::cell).toList()) + " |\n");
  }

  void endOfTable() {
    add("\n");
  }

  /** Closes a section, whatever it was at, with the reason why there is no more of it. */
  void failed(String scenario, Exception why) {
    var reasons = new ArrayList<String>();
    for (Throwable cause = why; cause != null && reasons.size() < MOST_REASONS; ) {
      reasons.add(cause.toString().replaceAll("\\s+", " "));
      cause = cause.getCause();
    }
    say(
        "\n**The scenario `"
            + scenario
            + "` failed here**, after what is above: "
            + String.join(", because of ", reasons));
  }

  String text() {
    return text.toString();
  }

  /** How many times as much: {@code 2.3 ×}. */
  static String ratio(Duration one, Duration other) {
    return String.format(Locale.ROOT, "%.1f ×", (double) one.toNanos() / other.toNanos());
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private void add(String more) {
    text.append(more);
    // The report is this program's data: shown as it grows, so that nobody waits for all of it.
    System.out.print(more);
    System.out.flush();
  }

  private static String cell(Object value) {
    return switch (value) {
      case Duration time -> time(time);
      case Double number -> String.format(Locale.ROOT, "%,.0f", number);
      case Integer number -> String.format(Locale.ROOT, "%,d", number);
      case Long number -> String.format(Locale.ROOT, "%,d", number);
      default -> value.toString();
    };
  }

  static String time(Duration time) {
    double millis = time.toNanos() / 1e6;
    return millis < 100
        ? String.format(Locale.ROOT, "%.2f ms", millis)
        : millis < 10_000
            ? String.format(Locale.ROOT, "%,.0f ms", millis)
            : String.format(Locale.ROOT, "%,.1f s", millis / 1_000);
  }
}
