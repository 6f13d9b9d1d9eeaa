package io.osapi.benchmarks;

import java.time.Duration;
import java.util.Optional;

/** What the heartbeats of a large fleet cost, and what they leave for jobs. */
final class Heartbeating implements Scenario {
  private static final Duration JOIN_WITHIN = Duration.ofMinutes(10);

  /** The goal is stated against so many. */
  private static final int BASE = 10;

  /** Two beats of each. */
  private static final Duration WATCHED = Duration.ofSeconds(20);

  private static final String ANY = "/api/v1/system/hostname";
  private static final String HOST = ANY + "?target=emu-00000";

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public String summary() {
    return "a large emulated fleet: processor and memory, and jobs meanwhile";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Heartbeats of a large fleet");
    report.say(
        "The packaged API is a process of its own; the emulated workers share "
            + sizes.connections()
            + " connections of one other (`osapi bench workers`) and beat every 10 s. Processor time"
            + " is of one core, while nothing else happens. Jobs are compared with those of "
            + BASE
            + " workers in this run.");
    report.table(
        "workers",
        "all joined within",
        "API, processor",
        "API, RSS",
        "nats-server, processor",
        "nats-server, RSS",
        "emulated workers, processor",
        "emulated workers, RSS",
        "`_any` over HTTP, p50",
        "against " + BASE + " workers",
        "one host over HTTP, p50",
        "against " + BASE + " workers");
    var base = measure(sizes, BASE, Optional.empty(), report);
    for (int workers : sizes.heartbeats()) {
      measure(sizes, workers, Optional.of(base), report);
    }
    report.endOfTable();
  }

  /** What jobs take beside the heartbeats. */
  private record Jobs(Samples any, Samples host) {}

  /**
   * @param base what to compare with; empty for this one itself
   */
  private static Jobs measure(Sizes sizes, int workers, Optional<Jobs> base, Report report)
      throws Exception {
    try (var laboratory = Laboratory.open();
        var product = Product.install(laboratory)) {
      var api = product.startApi();
      var nats = laboratory.natsServer();
      long begin = System.nanoTime();
      var emulated = product.startEmulated(workers, sizes.connections());
      ApiSide.await(JOIN_WITHIN, () -> product.fleetSize() >= workers);
      var joined = Duration.ofNanos(System.nanoTime() - begin);
      int count = sizes.calls() / 2;
      Load.measure(count, 1, 0, _ -> product.get(ANY));
      Load.measure(count, 1, 0, _ -> product.get(HOST));
      var jobs =
          new Jobs(
              Load.measure(count, 1, 0, _ -> product.get(ANY)),
              Load.measure(count, 1, 0, _ -> product.get(HOST)));
      var apiBefore = api.processorTime();
      var natsBefore = nats.processorTime();
      var emulatedBefore = emulated.processorTime();
      Thread.sleep(WATCHED);
      report.row(
          workers,
          joined,
          share(api.processorTime().minus(apiBefore)),
          api.memory(),
          share(nats.processorTime().minus(natsBefore)),
          nats.memory(),
          share(emulated.processorTime().minus(emulatedBefore)),
          emulated.memory(),
          jobs.any.median(),
          Report.ratio(jobs.any.median(), base.orElse(jobs).any.median()),
          jobs.host.median(),
          Report.ratio(jobs.host.median(), base.orElse(jobs).host.median()));
      return jobs;
    }
  }

  private static String share(Duration processorTime) {
    return Report.percent((double) processorTime.toNanos() / WATCHED.toNanos());
  }
}
