package io.osapi.adapters.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How long jobs took, and what became of them. For several threads. */
final class JobTally {
  private static final Set<String> FAILED = Set.of("failed", "partial_failure");

  private static final List<Integer> WORSE_AND_WORSE =
      List.of(Exit.OK, Exit.ERROR, Exit.HOSTS_FAILED, Exit.TIMED_OUT, Exit.UNAVAILABLE);

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Times submitted;
  private final Times answered;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private long beginNanos;
  private long endNanos;

  /**
   * @param most jobs there will be
   */
  JobTally(int most) {
    this.submitted = new Times(most);
    this.answered = new Times(most);
  }

  /** Durations, as many as a bound allows. */
  private static final class Times {
    private final long[] nanos;
    private int count;

    private Times(int most) {
      this.nanos = new long[most];
    }

    private void add(long time) {
      nanos[count++] = time;
    }

    private long[] sorted() {
      var sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  /** Whether hosts have answered a job of that status, well or not. */
  static boolean isAnswered(String status) {
    return status.equals("completed") || FAILED.contains(status);
  }

  synchronized void begin() {
    beginNanos = System.nanoTime();
  }

  synchronized void end() {
    endNanos = System.nanoTime();
  }

  synchronized void submitted(long nanos) {
    submitted.add(nanos);
  }

  synchronized void answered(long nanos) {
    answered.add(nanos);
  }

  /**
   * @param outcome the job's status, or what the API answered instead
   */
  synchronized void ended(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  synchronized int count() {
    return outcomes.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized View view() {
    var latencies = new ArrayList<Map<String, Object>>();
    add(latencies, "submitted", submitted);
    add(latencies, "answered", answered);
    var ends =
        outcomes.entrySet().stream()
            .map(each -> {
              var row = new LinkedHashMap<String, Object>();
              row.put("status", each.getKey());
              row.put("jobs", each.getValue());
              return (Map<String, Object>) row;
            })
            .toList();
    var document = new LinkedHashMap<String, Object>();
    document.put("seconds", rounded(took() / NANOS_PER_SECOND));
    document.put("latencies", latencies);
    document.put("outcomes", ends);
    var times = Column.of("step", "jobs", "p50_ms", "p90_ms", "p99_ms", "max_ms", "per_second");
    var counts = Column.of("status", "jobs");
    return new View(
        document,
        latencies,
        "step",
        List.of(
            new View.Part.Table(times, times, latencies),
            new View.Part.Table(counts, counts, ends)));
  }

  /** "1000 jobs in 2.4s: 990 completed, 10 failed". */
  synchronized String sentence() {
    return Words.count(count(), "job")
        + " in "
        + Spans.text(Duration.ofNanos(took()))
        + ": "
        + outcomes.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  /** That of the worst that happened: no API, no answer, hosts that failed, anything else. */
  synchronized int exitCode() {
    return outcomes.keySet().stream()
        .map(JobTally::exitCode)
        .max(Comparator.comparing(WORSE_AND_WORSE::indexOf))
        .orElse(Exit.OK);
  }

  private static int exitCode(String outcome) {
    if (outcome.equals("no connection")) {
      return Exit.UNAVAILABLE;
    } else if (outcome.matches("\\d{3}( .*)?")) {
      return Exit.ofStatus(Integer.parseInt(outcome.substring(0, 3)));
    } else if (FAILED.contains(outcome)) {
      return Exit.HOSTS_FAILED;
    }
    return switch (outcome) {
      case "completed", "submitted", "acknowledged", "processing" -> Exit.OK;
      case "expired", "no answer" -> Exit.TIMED_OUT;
      default -> Exit.ERROR;
    };
  }

  private void add(List<Map<String, Object>> rows, String step, Times times) {
    var sorted = times.sorted();
    if (sorted.length == 0) {
      return;
    }
    var row = new LinkedHashMap<String, Object>();
    row.put("step", step);
    row.put("jobs", sorted.length);
    row.put("p50_ms", percentile(sorted, 50));
    row.put("p90_ms", percentile(sorted, 90));
    row.put("p99_ms", percentile(sorted, 99));
    row.put("max_ms", percentile(sorted, 100));
    row.put("per_second", rounded(sorted.length / (took() / NANOS_PER_SECOND)));
    rows.add(row);
  }

  /** The nearest rank: a time that did occur. */
  private static BigDecimal percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return rounded(sorted[rank - 1] / NANOS_PER_MILLI);
  }

  private long took() {
    return Math.max(1, (endNanos == 0 ? System.nanoTime() : endNanos) - beginNanos);
  }

  private static BigDecimal rounded(double exact) {
    return BigDecimal.valueOf(exact).setScale(2, RoundingMode.HALF_UP);
  }
}
