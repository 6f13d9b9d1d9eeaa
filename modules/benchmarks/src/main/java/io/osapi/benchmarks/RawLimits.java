package io.osapi.benchmarks;

/** NATS without any code of ours. */
final class RawLimits implements Scenario {
  private static final int MANY = 20;

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public String summary() {
    return "what NATS alone can do here";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Raw limits: NATS without any code of ours");
    try (var laboratory = Laboratory.open()) {
      var raw = Anchors.of(laboratory);
      report.table("what", "in flight", "p50", "p99", "per second");
      row(report, "request/reply", 1, raw.requestReply(sizes.calls(), 1));
      row(report, "request/reply", 64, raw.requestReply(MANY * sizes.calls(), 64));
      row(report, "JetStream publish, file", 1, raw.publish(sizes.calls(), 1));
      row(report, "JetStream publish, file", 64, raw.publish(MANY * sizes.calls(), 64));
      row(report, "KV put", 1, raw.put(sizes.calls()));
      row(report, "KV get", 1, raw.get(sizes.calls()));
      report.endOfTable();
      report.say("RSS of nats-server afterwards: " + laboratory.natsServer().memory() + ".");
    }
  }

  private static void row(Report report, String what, int inFlight, Samples samples) {
    report.row(what, inFlight, samples.median(), samples.percentile(99), samples.perSecond());
  }
}
