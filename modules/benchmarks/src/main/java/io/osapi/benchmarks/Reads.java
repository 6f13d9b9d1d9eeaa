package io.osapi.benchmarks;

import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.SystemOperations;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Reading with ever more jobs in the store, and a restart of the API on top of them. */
final class Reads implements Scenario {
  private static final int PAGE = 10;
  private static final int FILLING_IN_FLIGHT = 128;
  private static final HostName HOST = new HostName("emu-00000");

  /** Every tenth failed, so that a filter has something to find. */
  private static final int ONE_FAILED_OF = 10;

  private static final Filter FAILED =
      new Filter(
          Optional.of(JobStatus.FAILED),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @Override
  public String name() {
    return "read";
  }

  @Override
  public String summary() {
    return "get, list and stats with ever more stored jobs; restart of the API";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Reads with ever more stored jobs");
    report.say(
        "Use cases over the real adapters in this process, no HTTP; its memory holds the projection of"
            + " the API side and the ids of all jobs. A stored job is three messages;"
            + " all are final, every tenth failed. Ratios are those of p50 to the first column's.");
    try (var laboratory = Laboratory.open()) {
      var api = ApiSide.open(laboratory.url());
      var raw = Anchors.of(laboratory);
      var ids = new ArrayList<JobId>();
      var first = Optional.<Figures>empty();
      report.table(
          "jobs",
          "raw request/reply",
          "get",
          "list, 10",
          "list failed, 10",
          "stats",
          "API restart, ready within",
          "nats-server, RSS",
          "this process, RSS");
      for (int jobs : sizes.jobs()) {
        fill(api, ids, jobs);
        Figures.measure(api, ids, sizes.calls() / 2);
        var figures = Figures.measure(api, ids, sizes.calls());
        var anchor = raw.requestReply(sizes.calls(), 1);
        var counts = api.countJobs.count();
        api.close();
        long begin = System.nanoTime();
        api = ApiSide.open(laboratory.url());
        var restart = Duration.ofNanos(System.nanoTime() - begin);
        if (!api.countJobs.count().equals(counts)) {
          throw new IllegalStateException(
              "before the restart " + counts + ", after it " + api.countJobs.count());
        }
        figures.row(report, jobs, anchor, first.orElse(figures), restart, laboratory);
        first = first.or(() -> Optional.of(figures));
      }
      report.endOfTable();
      api.close();
    }
  }

  /** What is compared. */
  private record Figures(Samples get, Samples list, Samples failed, Samples stats) {

    static Figures measure(ApiSide api, List<JobId> ids, int count) throws Exception {
      return new Figures(
          Load.measure(
              count,
              1,
              0,
              _ -> api.getJob.get(ids.get(ThreadLocalRandom.current().nextInt(ids.size())))),
          Load.measure(count, 1, 0, _ -> api.listJobs.list(Filter.ALL, PAGE, 0)),
          Load.measure(count, 1, 0, _ -> api.listJobs.list(FAILED, PAGE, 0)),
          Load.measure(count, 1, 0, _ -> api.countJobs.count()));
    }

    void row(
        Report report,
        int jobs,
        Samples anchor,
        Figures first,
        Duration restart,
        Laboratory laboratory) {
      report.row(
          jobs,
          anchor.median(),
          cell(get, first.get),
          cell(list, first.list),
          cell(failed, first.failed),
          cell(stats, first.stats),
          restart,
          laboratory.natsServer().memory(),
          Footprint.Process.own().memory());
    }

    private static String cell(Samples samples, Samples first) {
      return Report.time(samples.median())
          + " (p99 "
          + Report.time(samples.percentile(99))
          + ") "
          + Report.ratio(samples.median(), first.median());
    }
  }

  /** Up to that many jobs, each with a start and an answer. */
  private static void fill(ApiSide api, List<JobId> ids, int jobs) throws Exception {
    var more = new ArrayList<JobId>();
    for (int i = ids.size(); i < jobs; i++) {
      more.add(api.nextId());
    }
    Load.measure(
        more.size(),
        FILLING_IN_FLIGHT,
        0,
        number -> {
          var job = job(more.get(number));
          var store = api.ports.store();
          store.create(job);
          store.appendUnconfirmed(job.id(), new TimelineEvent.Started(HOST, job.createdAt(), 1));
          store.append(job.id(), answer(number, job.createdAt()));
        });
    ids.addAll(more);
  }

  private static Job job(JobId id) {
    var now = Instant.now();
    return new Job(
        id,
        new Invocation<>(SystemOperations.HOSTNAME_GET, new NoInput()),
        new Target.Any(),
        List.of(),
        Duration.ofSeconds(30),
        now,
        now.plus(Duration.ofHours(1)),
        "bench",
        Optional.empty());
  }

  private static TimelineEvent answer(int number, Instant at) {
    var answer =
        number % ONE_FAILED_OF == 0
            ? new Answer.Failed(new io.osapi.domain.job.Fault("emulated", "it failed"))
            : new Answer.Completed(
                Optional.empty(), Map.of("hostname", "emu", "fqdn", "emu", "labels", Map.of()));
    return new TimelineEvent.Answered(HOST, at, Duration.ofMillis(1), answer);
  }
}
