package io.osapi.domain.worker;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a worker is grouped by: {@code group=web.dev}. A value is a path; whoever asks for {@code
 * web} also reaches {@code web.dev} below it.
 *
 * @param values by key, in key order; at most {@value #MAX_LABELS}
 */
public record Labels(Map<String, String> values) {
  /** Bounds the subjects that one worker listens to. */
  public static final int MAX_LABELS = 32;

  public static final Labels NONE = new Labels(Map.of());

  private static final int MAX_SEGMENTS = 8;
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  public Labels {
    var violations = new ArrayList<Violation>();
    if (values.size() > MAX_LABELS) {
      violations.add(Violation.outOfRange("/labels", "has more than " + MAX_LABELS + " labels"));
    }
    values.forEach((key, path) -> {
      if (!isValidKey(key) || !isValidPath(path)) {
        violations.add(
            Violation.badFormat(
                "/labels/" + key,
                "key and each of at most "
                    + MAX_SEGMENTS
                    + " dot-separated value segments must be 1 to 63 letters, digits, '_' or '-'"));
      }
    });
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  public static boolean isValidKey(String key) {
    return SEGMENT.matcher(key).matches();
  }

  public static boolean isValidPath(String path) {
    var segments = path.split("\\.", -1);
    return segments.length <= MAX_SEGMENTS
        && List.of(segments).stream().allMatch(segment -> SEGMENT.matcher(segment).matches());
  }

  /** Whether the label {@code key} is {@code path} or lies below it. */
  public boolean isAtOrBelow(String key, String path) {
    var value = values.get(key);
    return value != null && (value.equals(path) || value.startsWith(path + "."));
  }

  /** A label's path and all above it: {@code web.dev} gives {@code web}, {@code web.dev}. */
  public static List<String> pathAndParents(String path) {
    var paths = new ArrayList<String>();
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      paths.add(path.substring(0, dot));
    }
    paths.add(path);
    return List.copyOf(paths);
  }
}
