package io.osapi.benchmarks;

import java.time.Duration;

/** What the heartbeats of a large fleet cost, and what they leave for jobs. */
final class Heartbeating implements Scenario {
  private static final Duration JOIN_WITHIN = Duration.ofMinutes(10);

  /** Three beats of each. */
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
            + " connections of this one and beat every 10 s. Processor time is of one core, while"
            + " nothing else happens.");
    report.table(
        "workers",
        "all joined within",
        "API, processor",
        "API, RSS",
        "nats-server, processor",
        "nats-server, RSS",
        "`_any` over HTTP, p50",
        "one host over HTTP, p50");
    measure(sizes, 1, report);
    for (int workers : sizes.heartbeats()) {
      measure(sizes, workers, report);
    }
    report.endOfTable();
  }

  private static void measure(Sizes sizes, int workers, Report report) throws Exception {
    try (var laboratory = Laboratory.open();
        var product = Product.install(laboratory)) {
      var api = product.startApi();
      var nats = laboratory.natsServer();
      long begin = System.nanoTime();
      laboratory.workers(workers, sizes.connections());
      ApiSide.await(JOIN_WITHIN, () -> product.fleetSize() >= workers);
      var joined = Duration.ofNanos(System.nanoTime() - begin);
      int count = sizes.calls() / 2;
      Load.measure(count, 1, 0, _ -> product.get(ANY));
      Load.measure(count, 1, 0, _ -> product.get(HOST));
      var any = Load.measure(count, 1, 0, _ -> product.get(ANY));
      var host = Load.measure(count, 1, 0, _ -> product.get(HOST));
      var apiBefore = api.processorTime();
      var natsBefore = nats.processorTime();
      Thread.sleep(WATCHED);
      report.row(
          workers,
          joined,
          share(api.processorTime().minus(apiBefore)),
          Footprint.megabytes(api.residentBytes()),
          share(nats.processorTime().minus(natsBefore)),
          Footprint.megabytes(nats.residentBytes()),
          any.median(),
          host.median());
    }
  }

  private static String share(Duration processorTime) {
    return Report.percent((double) processorTime.toNanos() / WATCHED.toNanos());
  }
}
