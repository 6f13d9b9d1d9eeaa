package io.osapi.benchmarks;

import io.osapi.domain.job.Target;
import java.time.Duration;

/** Many jobs at once, each from its creation until its answer is visible. */
final class Lifecycles implements Scenario {
  /** Stored for each job: the job, its announcement, its start, its answer. */
  private static final int MESSAGES = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WORKERS = 10;
  private static final Target ANY = new Target.Any();

  @Override
  public String name() {
    return "lifecycle";
  }

  @Override
  public String summary() {
    return "create to answer with many in flight";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Lifecycles: many jobs at once");
    report.say(
        "Create, run, wait for the answer: API side and "
            + WORKERS
            + " emulated workers of 10 jobs each in this process, no HTTP. A job is "
            + MESSAGES
            + " stored messages; the last column compares with publishing as many with 64 in"
            + " flight.");
    report.table(
        "what",
        "in flight",
        "p50",
        "p99",
        "jobs per second",
        "against raw publishing of as many",
        "processor time a job: this process",
        "nats-server",
        "nats-server, RSS",
        "this process, RSS");
    for (int inFlight : new int[] {64, 256}) {
      measure(sizes, inFlight, report);
    }
    report.endOfTable();
  }

  private static void measure(Sizes sizes, int inFlight, Report report) throws Exception {
    try (var laboratory = Laboratory.open()) {
      var api = laboratory.apiSide();
      laboratory.workers(WORKERS, sizes.connections());
      api.awaitFleet(WORKERS, PATIENCE);
      var raw = Anchors.of(laboratory);
      int count = sizes.lifecycles();
      Load.measure(count / 2, inFlight, 0, _ -> api.runToEnd(ANY, PATIENCE));
      var ours = Footprint.Process.own();
      var nats = laboratory.natsServer();
      var oursBefore = ours.processorTime();
      var natsBefore = nats.processorTime();
      var whole = Load.measure(count, inFlight, 0, _ -> api.runToEnd(ANY, PATIENCE));
      var oursEach = ours.processorTime().minus(oursBefore).dividedBy(count);
      var natsEach = nats.processorTime().minus(natsBefore).dividedBy(count);
      var publish = raw.publish(MESSAGES * count, 64);
      var create = Load.measure(count, inFlight, count / 2, _ -> api.submit(ANY));
      report.row(
          "raw publish of one message",
          64,
          publish.median(),
          publish.percentile(99),
          publish.perSecond(),
          "",
          "",
          "",
          "",
          "");
      report.row(
          "create to answer visible",
          inFlight,
          whole.median(),
          whole.percentile(99),
          whole.perSecond(),
          Report.percent(MESSAGES * whole.perSecond() / publish.perSecond()),
          oursEach,
          natsEach,
          nats.memory(),
          ours.memory());
      report.row(
          "create alone, workers running",
          inFlight,
          create.median(),
          create.percentile(99),
          create.perSecond(),
          "",
          "",
          "",
          nats.memory(),
          ours.memory());
    }
  }
}
