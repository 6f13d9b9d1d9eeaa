package io.osapi.benchmarks;

import io.osapi.domain.job.Target;
import java.time.Duration;
import java.util.ArrayList;

/** One job at a time: creating it, reading it, and from creation to the answer. */
final class JobPaths implements Scenario {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Target ANY = new Target.Any();

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
            + " the same process; no HTTP.");
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
      var raw = Anchors.of(laboratory).requestReply(count, 1);
      var create = Load.measure(count, 1, 0, _ -> api.submit(ANY));
      var id = api.runToEnd(ANY, PATIENCE).job().id();
      var get = Load.measure(count, 1, count, _ -> api.getJob.get(id));
      var whole = Load.measure(count, 1, 0, _ -> api.runToEnd(ANY, PATIENCE));
      var host = new Target.Host(api.ports.fleet().members().iterator().next().host());
      var toHost = Load.measure(count, 1, 0, _ -> api.runToEnd(host, PATIENCE));
      report.row("raw request/reply", workers, raw.median(), raw.percentile(99), "1");
      row(report, "create (201)", workers, create, raw);
      row(report, "get", workers, get, raw);
      row(report, "create to answer visible, `_any`", workers, whole, raw);
      row(report, "create to answer visible, one host", workers, toHost, raw);
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
