package io.osapi.benchmarks;

import io.osapi.domain.job.Target;
import java.time.Duration;

/** One job for all workers: how long until every answer is visible. */
final class Broadcasts implements Scenario {
  private static final Duration JOIN_WITHIN = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int REPEATS = 3;

  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public String summary() {
    return "one job for all of ever more emulated workers";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Broadcasts");
    report.say(
        "Target `_all`, from creation until the answers of all workers are visible. API side and"
            + " emulated workers ("
            + sizes.connections()
            + " connections) in this process, no HTTP."
            + " Fastest, median and slowest of "
            + REPEATS
            + ".");
    report.table("workers", "all joined within", "fastest", "median", "slowest");
    for (int workers : sizes.broadcast()) {
      measure(sizes, workers, report);
    }
    report.endOfTable();
  }

  private static void measure(Sizes sizes, int workers, Report report) throws Exception {
    try (var laboratory = Laboratory.open()) {
      var api = laboratory.apiSide();
      long begin = System.nanoTime();
      laboratory.workers(workers, sizes.connections());
      api.awaitFleet(workers, JOIN_WITHIN);
      var joined = Duration.ofNanos(System.nanoTime() - begin);
      var all = new Target.All();
      var samples = Load.measure(REPEATS, 1, 1, _ -> api.runToEnd(all, PATIENCE));
      report.row(workers, joined, samples.percentile(1), samples.median(), samples.percentile(100));
    }
  }
}
