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
  private static final String WHOLE = "create to answer visible";
  private static final String PUBLISH = "raw publish of one message";

  /** The processor time that a process uses between each begin and end. */
  private static final class Expense {
    private final Footprint.Process process;
    private Duration sum = Duration.ZERO;

    Expense(Footprint.Process process) {
      this.process = process;
    }

    void begin() {
      sum = sum.minus(process.processorTime());
    }

    void end() {
      sum = sum.plus(process.processorTime());
    }

    Duration each(int jobs) {
      return sum.dividedBy(jobs);
    }
  }

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
            + " stored messages, and the ratio that to publishing as many with 64 in flight; both are"
            + " measured in turn, in five rounds.");
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
      int share = Rounds.share(count);
      var ours = new Expense(Footprint.Process.own());
      var nats = new Expense(laboratory.natsServer());
      var measured =
          new Rounds()
              .add(
                  WHOLE,
                  () -> {
                    ours.begin();
                    nats.begin();
                    var samples =
                        Load.measure(share, inFlight, 0, _ -> api.runToEnd(ANY, PATIENCE));
                    ours.end();
                    nats.end();
                    return samples;
                  })
              .add(PUBLISH, () -> raw.publish(MESSAGES * share, 64))
              .measure();
      var whole = measured.get(WHOLE);
      var publish = measured.get(PUBLISH);
      var create = Load.measure(count, inFlight, count / 2, _ -> api.submit(ANY));
      report.row(
          PUBLISH,
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
          WHOLE,
          inFlight,
          whole.median(),
          whole.percentile(99),
          whole.perSecond(),
          Report.percent(MESSAGES * whole.perSecond() / publish.perSecond()),
          ours.each(count),
          nats.each(count),
          nats.process.memory(),
          ours.process.memory());
      report.row(
          "create alone, workers running",
          inFlight,
          create.median(),
          create.percentile(99),
          create.perSecond(),
          "",
          "",
          "",
          nats.process.memory(),
          ours.process.memory());
    }
  }
}
