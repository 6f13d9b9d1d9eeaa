package io.osapi.chaos;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How jobs ended: each for every API in the same way, and once it has ended only an answer that
 * came after all, in place of a silence, may change that.
 */
final class Endings {
  private static final Set<String> FINAL =
      Set.of("completed", "failed", "partial_failure", "cancelled", "expired");

  private static final Set<String> SILENT = Set.of("timed_out", "lost");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final List<Api> apis;
  private final Map<String, View> first = new HashMap<>();
  private final Map<String, View> last = new HashMap<>();

  /** A job as one API tells it: its status, and that of each worker's part. */
  private record View(String status, Map<String, String> parts) {
    boolean isFinal() {
      return FINAL.contains(status);
    }

    /** Whether nothing changed but the parts of workers that had been silent. */
    boolean mayBecome(View later) {
      return later.isFinal()
          && parts.entrySet().stream()
              .allMatch(part ->
                  SILENT.contains(part.getValue())
                      || part.getValue().equals(later.parts.get(part.getKey())));
    }
  }

  private Endings(List<Api> apis) {
    this.apis = apis;
  }

  /**
   * Waits until all jobs have ended, for every API; what does not is the failure. Each is asked for
   * by itself: after a long run there are thousands.
   */
  static Endings of(Collection<String> jobs, List<Api> apis) {
    var endings = new Endings(apis);
    endings.settle(jobs, "jobs that never ended", endings::hasEnded);
    endings.settle(jobs, "jobs that one API sees otherwise", endings::isAgreed);
    return endings;
  }

  /** The number of jobs with each status, and of those that changed it by a late answer. */
  @Override
  public String toString() {
    var statuses =
        last.values().stream()
            .collect(groupingBy(View::status, TreeMap::new, Collectors.counting()));
    long late =
        first.entrySet().stream().filter(e -> !e.getValue().equals(last.get(e.getKey()))).count();
    return statuses + ", " + late + " by a late answer";
  }

  private interface Check {
    boolean holds(String job) throws IOException, InterruptedException;
  }

  private void settle(Collection<String> jobs, String remainder, Check check) {
    var open = new HashSet<>(jobs);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(() -> {
          for (var job : List.copyOf(open)) {
            if (check.holds(job)) {
              open.remove(job);
            }
          }
          assertThat(open.stream().collect(Collectors.toMap(job -> job, this::describe)))
              .as(remainder)
              .isEmpty();
        });
  }

  private boolean hasEnded(String job) throws IOException, InterruptedException {
    var view = view(apis.getFirst(), job);
    last.put(job, view);
    if (view.isFinal()) {
      first.put(job, view);
    }
    return view.isFinal();
  }

  private boolean isAgreed(String job) throws IOException, InterruptedException {
    for (var api : apis) {
      var view = view(api, job);
      if (!view.equals(last.put(job, view)) || !first.get(job).mayBecome(view)) {
        return false;
      }
    }
    return true;
  }

  private String describe(String job) {
    return "first " + first.get(job) + ", last " + last.get(job);
  }

  /**
   * @throws IOException if the job cannot be read now
   */
  private static View view(Api api, String job) throws IOException, InterruptedException {
    var answer = api.get("/jobs/" + job);
    if (answer.status() != 200) {
      throw new IOException("job " + job + ": " + answer);
    }
    return new View(answer.text("status"), parts(answer));
  }

  private static Map<String, String> parts(Api.Answer answer) {
    var parts = new TreeMap<String, String>();
    ((Map<?, ?>) answer.body().get("workers"))
        .forEach(
            (host, part) -> parts.put((String) host, (String) ((Map<?, ?>) part).get("status")));
    return parts;
  }
}
