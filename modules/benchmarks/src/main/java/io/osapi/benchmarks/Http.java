package io.osapi.benchmarks;

import java.time.Duration;

/** The packaged product over HTTP: what a caller sees, and what its processes use. */
final class Http implements Scenario {
  private static final String JOB =
      """
      {"operation": {"type": "system.hostname.get"}, "target": "_any"}\
      """;

  private static final Duration JOIN_WITHIN = Duration.ofSeconds(30);
  private static final int MANY = 64;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String summary() {
    return "the packaged API and worker over HTTP; their memory";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("The packaged product over HTTP");
    report.say("API and worker are processes of their own, laid out as they are installed.");
    try (var laboratory = Laboratory.open();
        var product = Product.install(laboratory)) {
      var api = product.startApi();
      var worker = product.startWorker();
      ApiSide.await(JOIN_WITHIN, () -> product.fleetSize() == 1);
      long apiIdle = api.residentBytes();
      long workerIdle = worker.residentBytes();
      long natsIdle = laboratory.natsServer().residentBytes();
      int count = sizes.calls();
      Load.measure(count, 1, 0, _ -> product.get("/api/v1/system/hostname"));
      var raw = Anchors.of(laboratory).requestReply(count, 1);
      report.table(
          "what", "in flight", "p50", "p99", "per second", "p50 against one raw request/reply");
      row(report, "raw request/reply", 1, raw, raw);
      row(report, "GET /health", 1, Load.measure(count, 1, 100, _ -> product.get("/health")), raw);
      var version = Load.measure(count, 1, 100, _ -> product.get("/api/v1/version"));
      row(report, "GET /api/v1/version, with a token", 1, version, raw);
      for (int inFlight : new int[] {1, MANY}) {
        row(
            report,
            "POST /api/v1/jobs",
            inFlight,
            Load.measure(count, inFlight, count / 2, _ -> product.post("/api/v1/jobs", JOB)),
            raw);
        row(
            report,
            "GET /api/v1/system/hostname",
            inFlight,
            Load.measure(count, inFlight, count / 2, _ -> product.get("/api/v1/system/hostname")),
            raw);
      }
      report.endOfTable();
      report.table("process", "RSS after the start", "RSS after the load");
      memory(report, "API", apiIdle, api.residentBytes());
      memory(report, "worker", workerIdle, worker.residentBytes());
      memory(report, "nats-server", natsIdle, laboratory.natsServer().residentBytes());
      report.endOfTable();
    }
  }

  private static void memory(Report report, String process, long idle, long loaded) {
    report.row(process, Footprint.megabytes(idle), Footprint.megabytes(loaded));
  }

  private static void row(Report report, String what, int inFlight, Samples samples, Samples raw) {
    report.row(
        what,
        inFlight,
        samples.median(),
        samples.percentile(99),
        samples.perSecond(),
        Report.ratio(samples.median(), raw.median()));
  }
}
