package io.osapi.benchmarks;

import io.osapi.domain.job.Target;
import java.time.Duration;
import java.util.ArrayList;

/** One job at a time: creating it, reading it, and from creation to the answer. */
final class JobPaths implements Scenario {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Target ANY = new Target.Any();
  private static final String RAW = "raw request/reply";

  @Override
  public String name() {
    return "job";
  }

  @Override
  public String summary() {
    return "create, get, create to answer; one at a time";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("One job at a time");
    report.say(
        "Use cases over the real adapters in this process, emulated workers that answer at once in"
            + " the same process; no HTTP. Measured in turn, in five rounds.");
    report.table("what", "workers", "p50", "p99", "p50 against one raw request/reply");
    var memory = new ArrayList<String>();
    for (int workers : new int[] {1, 10}) {
      memory.add(measure(sizes, workers, report));
    }
    report.endOfTable();
    memory.forEach(report::say);
  }

  /** What the processes used at the end, as a sentence. */
  private static String measure(Sizes sizes, int workers, Report report) throws Exception {
    try (var laboratory = Laboratory.open()) {
      var api = laboratory.apiSide();
      laboratory.workers(workers, sizes.connections());
      api.awaitFleet(workers, PATIENCE);
      int count = sizes.calls();
      // Warm, and with the jobs that the others create meanwhile.
      Load.measure(count, 1, count, _ -> api.runToEnd(ANY, PATIENCE));
      int share = Rounds.share(count);
      var anchors = Anchors.of(laboratory);
      var id = api.runToEnd(ANY, PATIENCE).job().id();
      var host = new Target.Host(api.ports.fleet().members().iterator().next().host());
      var measured =
          new Rounds()
              .add(RAW, () -> anchors.requestReply(share, 1))
              .add("create (201)", () -> Load.measure(share, 1, 0, _ -> api.submit(ANY)))
              // Whose first runs are beside what the workers still do of the jobs before.
              .add("get", () -> Load.measure(share, 1, share, _ -> api.getJob.get(id)))
              .add(
                  "create to answer visible, `_any`",
                  () -> Load.measure(share, 1, 0, _ -> api.runToEnd(ANY, PATIENCE)))
              .add(
                  "create to answer visible, one host",
                  () -> Load.measure(share, 1, 0, _ -> api.runToEnd(host, PATIENCE)))
              .measure();
      measured.forEach((what, samples) -> row(report, what, workers, samples, measured.get(RAW)));
      return "RSS after %d workers' jobs: nats-server %s, this process %s."
          .formatted(workers, laboratory.natsServer().memory(), Footprint.Process.own().memory());
    }
  }

  private static void row(Report report, String what, int workers, Samples samples, Samples raw) {
    report.row(
        what,
        workers,
        samples.median(),
        samples.percentile(99),
        Report.ratio(samples.median(), raw.median()));
  }
}
