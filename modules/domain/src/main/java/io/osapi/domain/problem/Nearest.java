package io.osapi.domain.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggests the known names that a mistyped one may have meant. */
public final class Nearest {
  private static final int SUGGESTIONS = 3;

  private Nearest() {}

  /** At most three of {@code known}, nearest first; empty when none is near enough to be meant. */
  public static List<String> to(String typed, Collection<String> known) {
    int farthest = Math.max(2, typed.length() / 2);
    return known.stream()
        // Lengths bound the distance from below; without this a caller's long text is costly.
        .filter(name -> Math.abs(typed.length() - name.length()) <= farthest)
        .filter(name -> distance(typed, name) <= farthest)
        .sorted(
            Comparator.<String>comparingInt(name -> distance(typed, name))
                .thenComparing(name -> name))
        .limit(SUGGESTIONS)
        .toList();
  }

  /** A half sentence for an error text: {@code "; did you mean a, b?"}, or nothing. */
  public static String hint(String typed, Collection<String> known) {
    var near = to(typed, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /** Levenshtein distance by the two-row method. */
  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    var current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      var swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
