package io.osapi.benchmarks;

import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Target;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** One job for all workers: how long until every answer is visible, and whether any is missing. */
final class Broadcasts implements Scenario {
  private static final Duration JOIN_WITHIN = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Target ALL = new Target.All();

  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public String summary() {
    return "one job for all of ever more emulated workers, again and again";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Broadcasts");
    report.say(
        "Target `_all`, from creation until the answers of all workers are visible. API side and"
            + " emulated workers ("
            + sizes.connections()
            + " connections) in this process, no HTTP. An answer is lost that is not visible "
            + PATIENCE.toMinutes()
            + " minutes after the job was created.");
    report.table(
        "workers",
        "all joined within",
        "runs",
        "fastest",
        "median",
        "p99",
        "slowest",
        "answers",
        "lost",
        "nats-server, RSS",
        "this process, RSS");
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
      api.run(ALL, PATIENCE);
      var answers = new LongAdder();
      var samples =
          Load.measure(
              sizes.repeat(), 1, 0, _ -> answers.add(answers(api.run(ALL, PATIENCE), workers)));
      report.row(
          workers,
          joined,
          sizes.repeat(),
          samples.percentile(1),
          samples.median(),
          samples.percentile(99),
          samples.percentile(100),
          answers.sum(),
          (long) workers * sizes.repeat() - answers.sum(),
          laboratory.natsServer().memory(),
          Footprint.Process.own().memory());
    }
  }

  /** A worker that the job did not even expect is as much missing as one that did not answer. */
  private static long answers(JobRecord job, int workers) {
    return Math.min(workers, job.job().expected().size()) - job.unansweredWorkers();
  }
}
