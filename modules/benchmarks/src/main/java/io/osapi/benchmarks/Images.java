package io.osapi.benchmarks;

import static io.osapi.benchmarks.Product.EdgeTasks.AS_USUAL;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The images as they are installed: how fast they start, what they take while nothing happens. */
final class Images implements Scenario {
  private static final String JOB_PATH = "/api/v1/system/hostname";
  private static final Duration FIRST_JOB_WITHIN = Duration.ofSeconds(30);
  private static final int IN_FLIGHT = 16;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public String summary() {
    return "the images: start, memory and processor when idle, sizes; against our goals";
  }

  @Override
  public void run(Sizes sizes, Report report) throws Exception {
    report.title("Start and footprint of the images");
    report.say(
        "Wall time from the start of the process; processor time, which other programs disturb less,"
            + " in the mean of all runs. RSS and PSS from proc(5); 1 MB is 1,000,000 bytes. The goals"
            + " are ours, for two quiet cores.");
    try (var laboratory = Laboratory.open();
        var product = Product.install(laboratory)) {
      report.table("start", "median", "fastest", "slowest", "runs", "processor", "goal");
      starts(sizes.starts(), product, report);
      report.endOfTable();
      report.table("process", "when", "RSS", "PSS", "processor", "goal for RSS");
      memory(sizes, product, report);
      report.endOfTable();
    }
    report.table("image", "on disk", "tar.gz", "goal for tar.gz");
    size(report, Product.OSAPI, "60 MB");
    size(report, Product.WORKER, "35 MB");
    report.endOfTable();
  }

  /**
   * One start.
   *
   * @param processor time that the process has used meanwhile, in units of 10 ms
   */
  private record Start(Duration wall, Duration processor) {}

  private static void starts(int runs, Product product, Report report) throws Exception {
    row(
        report,
        "`osapi version`",
        times(runs, () -> command(() -> Product.timed(Product.OSAPI, "version"))),
        "60 ms");
    row(
        report,
        "`osapi version` of osapi-worker",
        times(runs, () -> command(() -> Product.timed(Product.WORKER, "version"))),
        "60 ms");
    row(
        report,
        "API, until `/health/ready` is 200",
        times(runs, () -> role(product, product::startApi)),
        "350 ms");
    product.startApi();
    row(
        report,
        "worker, until its first job is answered",
        times(runs, () -> role(product, () -> workerWithJob(product))),
        "200 ms");
    row(
        report,
        "the same of an edge worker",
        times(runs, () -> role(product, () -> edgeWorkerWithJob(AS_USUAL, product))),
        "200 ms");
    workerWithJob(product);
    row(
        report,
        "`osapi client system hostname`",
        times(runs, () -> command(() -> product.timed("client", "system", "hostname"))),
        "120 ms");
    product.stopLast();
    product.stopLast();
  }

  private static Start command(Callable<Duration> command) throws Exception {
    var before = Footprint.Process.own().endedChildrenTime();
    var wall = command.call();
    return new Start(wall, Footprint.Process.own().endedChildrenTime().minus(before));
  }

  /** Of a process that is stopped again. */
  private static Start role(Product product, Callable<Footprint.Process> role) throws Exception {
    long began = System.nanoTime();
    var process = role.call();
    var start = new Start(since(began), process.processorTime());
    product.stopLast();
    return start;
  }

  private static Footprint.Process workerWithJob(Product product) throws Exception {
    var worker = product.startWorker();
    awaitJob(product);
    return worker;
  }

  private static Footprint.Process edgeWorkerWithJob(Product.EdgeTasks tasks, Product product)
      throws Exception {
    var worker = product.startEdgeWorker(tasks);
    awaitJob(product);
    return worker;
  }

  /** Asked again and again, because it is refused until somebody is there to answer. */
  private static void awaitJob(Product product) throws Exception {
    ApiSide.await(FIRST_JOB_WITHIN, () -> product.answers(JOB_PATH));
  }

  private static void memory(Sizes sizes, Product product, Report report) throws Exception {
    var api = product.startApi();
    var worker = workerWithJob(product);
    var idle = Duration.ofSeconds(sizes.idle());
    var apiBefore = api.processorTime();
    var workerBefore = worker.processorTime();
    TimeUnit.NANOSECONDS.sleep(idle.toNanos());
    var when = "idle for " + Report.time(idle);
    row(report, "API", when, api, share(api.processorTime().minus(apiBefore), idle), "75 MB");
    var used = share(worker.processorTime().minus(workerBefore), idle);
    row(report, "worker", when, worker, used + ", goal 0.3 %", "48 MB");
    var after = jobs(sizes, product);
    row(report, "API", after, api, "", "");
    row(report, "worker", after, worker, "", "64 MB");
    product.stopLast();
    for (var tasks : Product.EdgeTasks.values()) {
      edge(tasks, sizes, product, report);
      product.stopLast();
    }
  }

  private static void edge(Product.EdgeTasks tasks, Sizes sizes, Product product, Report report)
      throws Exception {
    var worker = edgeWorkerWithJob(tasks, product);
    var idle = Duration.ofSeconds(sizes.idle());
    var before = worker.processorTime();
    TimeUnit.NANOSECONDS.sleep(idle.toNanos());
    var used = share(worker.processorTime().minus(before), idle);
    row(report, tasks.title, "after " + Report.time(idle), worker, used + ", goal 0.3 %", "48 MB");
    row(report, tasks.title, jobs(sizes, product), worker, "", "64 MB");
  }

  /** Returns when that is, in words. */
  private static String jobs(Sizes sizes, Product product) throws Exception {
    Load.measure(sizes.work(), IN_FLIGHT, 0, _ -> product.get(JOB_PATH));
    return String.format(Locale.ROOT, "after %,d jobs", sizes.work());
  }

  private static void row(
      Report report,
      String name,
      String when,
      Footprint.Process process,
      String processor,
      String goal) {
    report.row(
        name,
        when,
        megabytes(process.residentBytes()),
        megabytes(process.proportionalBytes()),
        processor,
        goal);
  }

  private static void row(Report report, String what, List<Start> starts, String goal) {
    var walls = starts.stream().map(Start::wall).sorted().toList();
    var processor = starts.stream().map(Start::processor).reduce(Duration.ZERO, Duration::plus);
    report.row(
        what,
        walls.get(walls.size() / 2),
        walls.getFirst(),
        walls.getLast(),
        walls.size(),
        processor.dividedBy(starts.size()),
        "≤ " + goal);
  }

  private static List<Start> times(int runs, Callable<Start> run) throws Exception {
    var starts = new ArrayList<Start>();
    for (int i = 0; i < runs; i++) {
      starts.add(run.call());
    }
    return starts;
  }

  private static void size(Report report, Path image, String goal)
      throws IOException, InterruptedException {
    report.row(
        "`" + image.getFileName() + "` without nats-server",
        megabytes(onDisk(image)),
        megabytes(packed(image)),
        "≤ " + goal);
  }

  private static long onDisk(Path image) throws IOException {
    try (var files = Files.walk(image)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("nats-server"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static long packed(Path image) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("tar", "-cz", "--exclude=nats-server*", "-C"));
    command.addAll(List.of(image.getParent().toString(), image.getFileName().toString()));
    var tar = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long bytes;
    try (var packed = tar.getInputStream()) {
      bytes = packed.transferTo(OutputStream.nullOutputStream());
    }
    if (tar.waitFor() != 0) {
      throw new IllegalStateException("tar failed on " + image);
    }
    return bytes;
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static String share(Duration used, Duration of) {
    return String.format(Locale.ROOT, "%.2f %%", 100.0 * used.toNanos() / of.toNanos());
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / BYTES_PER_MEGABYTE);
  }
}
