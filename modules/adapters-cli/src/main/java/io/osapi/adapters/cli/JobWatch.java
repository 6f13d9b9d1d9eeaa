package io.osapi.adapters.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Waits for a job and says what becomes of its hosts meanwhile. */
final class JobWatch {
  static final Set<String> FINAL =
      Set.of("completed", "failed", "partial_failure", "cancelled", "expired");

  private static final Set<String> UNFINISHED = Set.of("submitted", "acknowledged", "processing");

  /** How long the API holds an answer: short where somebody looks at the progress. */
  private static final Duration WATCHED_WAIT = Duration.ofSeconds(2);

  private static final Duration UNWATCHED_WAIT = Duration.ofSeconds(20);

  /** Between two questions when the API does not hold its answer. */
  private static final Duration SHORTEST_ROUND = Duration.ofMillis(500);

  /** An API or broker that restarts is back by then. */
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);

  /** More hosts than that get one line together. */
  private static final int HOSTS_WITH_LINES = 20;

  private final Api api;
  private final Terminal terminal;
  private final Set<String> said = new HashSet<>();
  private long outageBeganNanos;
  private boolean isOut;

  JobWatch(Api api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  /** The job as it ends. It does end: the API expires what nobody begins or finishes. */
  Map<String, Object> untilFinal(String id) {
    var hint =
        List.of("Interrupted; the job goes on:", "  osapi client job get " + Visible.line(id));
    try (var _ = OnInterrupt.say(terminal, hint)) {
      while (true) {
        long began = System.nanoTime();
        var job = ask(id);
        if (FINAL.contains(Json.text(job, "status").orElse(""))) {
          terminal.endProgress();
          return job;
        }
        show(job);
        pause(SHORTEST_ROUND.minusNanos(System.nanoTime() - began), hint);
      }
    }
  }

  /** An empty answer while the API is away, which is no reason to lose sight of the job. */
  private Map<String, Object> ask(String id) {
    var wait = terminal.showsProgress() ? WATCHED_WAIT : UNWATCHED_WAIT;
    var request =
        Api.Request.get(JobCommands.PATH + "/" + Api.encode(id))
            .header("Prefer", "wait=" + wait.toSeconds())
            .patience(wait.plus(Api.USUAL_PATIENCE));
    try {
      var job = api.ask(request);
      isOut = false;
      return job;
    } catch (Cli.Refused refused) {
      if (refused.exitCode() != Exit.UNAVAILABLE || isOutTooLong()) {
        throw refused;
      }
      terminal.progress("The API is away; asking again.");
      return Map.of();
    }
  }

  private boolean isOutTooLong() {
    if (!isOut) {
      isOut = true;
      outageBeganNanos = System.nanoTime();
    }
    return System.nanoTime() - outageBeganNanos > LONGEST_OUTAGE.toNanos();
  }

  private void show(Map<String, Object> job) {
    var results = JobView.results(job);
    if (!terminal.showsProgress() || results.isEmpty()) {
      return;
    }
    var waiting = results.stream().filter(each -> UNFINISHED.contains(status(each))).toList();
    if (results.size() <= HOSTS_WITH_LINES) {
      results.stream().filter(each -> !waiting.contains(each)).forEach(this::sayOnce);
    }
    terminal.progress(
        "Waiting for "
            + waiting.size()
            + " of "
            + Words.count(results.size(), "host")
            + (waiting.size() == 1 ? ": " + host(waiting.getFirst()) : ""));
  }

  private void sayOnce(Map<String, Object> result) {
    if (said.add(host(result))) {
      terminal.endProgress();
      var error = Json.text(result, "error").map(text -> ": " + Visible.line(text)).orElse("");
      terminal.note(host(result) + " " + Visible.line(status(result)) + error);
    }
  }

  private static String status(Map<String, Object> result) {
    return Json.text(result, "status").orElse("");
  }

  private static String host(Map<String, Object> result) {
    return Visible.line(Json.text(result, "hostname").orElse("?"));
  }

  private static void pause(Duration span, List<String> hint) {
    try {
      Thread.sleep(span.isNegative() ? Duration.ZERO : span);
    } catch (InterruptedException interrupted) {
      throw new Cli.Refused(Exit.INTERRUPTED, hint, interrupted);
    }
  }
}
