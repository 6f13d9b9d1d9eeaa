package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.Dispatch;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link WorkQueue} delivers of what was given to its {@link Dispatch}.
 *
 * <p>Where a test says that something did not arrive, it first sends the worker something else and
 * waits for that: it came after what must not come.
 */
public interface WorkQueueContract {
  /** Generous: reached only by a queue that is broken. */
  Duration AT_MOST = Duration.ofSeconds(30);

  Duration SHORT = Duration.ofMillis(100);

  /** Ended after each test, so that no worker of one takes the jobs for any worker of another. */
  Queue<WorkQueue.Intake> OPEN = new ConcurrentLinkedQueue<>();

  Dispatch dispatch();

  /** The queue under test, which knows {@link Samples#CATALOGUE}. */
  WorkQueue queue();

  /** By when a delivery whose handler threw is delivered again. */
  Duration redeliveryWithin();

  @AfterEach
  default void endWhatIsOpen() {
    for (var intake = OPEN.poll(); intake != null; intake = OPEN.poll()) {
      intake.drain(AT_MOST);
    }
  }

  @Test
  default void a_job_arrives_whole_and_as_the_first_attempt() {
    var worker = worker(2);
    open(worker);
    var job = Samples.richJob(new Target.Host(worker.host()), worker.host());
    dispatch().announce(job);
    eventually().until(() -> worker.has(job));

    assertThat(worker.received(job)).isEqualTo(job);
    assertThat(worker.attempts(job)).containsExactly(1);
  }

  @Test
  default void a_job_for_any_worker_is_handled_by_exactly_one() {
    var workers = List.of(worker(2), worker(2), worker(2));
    workers.forEach(this::open);
    var jobs = Stream.generate(() -> Samples.job(new Target.Any())).limit(30).toList();
    jobs.forEach(dispatch()::announce);
    eventually().until(() -> jobs.stream().allMatch(job -> count(workers, job) > 0));
    workers.forEach(this::flush);

    assertThat(jobs).allMatch(job -> count(workers, job) == 1);
  }

  @Test
  default void a_job_for_any_worker_waits_for_one_to_open() {
    var job = Samples.job(new Target.Any());
    dispatch().announce(job);
    var worker = worker(1);
    open(worker);

    eventually().until(() -> worker.has(job));
  }

  @Test
  default void a_busy_worker_leaves_jobs_for_any_to_those_that_are_free() {
    var gate = new CountDownLatch(1);
    var workers = List.of(worker(1), worker(1), worker(1));
    workers.forEach(this::open);
    var jobs = Stream.generate(() -> Samples.job(new Target.Any())).limit(3).toList();
    workers.forEach(worker -> jobs.forEach(job -> worker.holding(job, gate)));
    jobs.forEach(dispatch()::announce);

    // All three at the same time, and each worker has one slot: so each worker has one of them.
    eventually().until(() -> jobs.stream().allMatch(job -> count(workers, job) == 1));
    gate.countDown();
  }

  @Test
  default void a_job_for_a_host_reaches_it_alone_however_similar_the_names() {
    var word = Samples.newWord();
    var workers =
        Stream.of(".a", "_a", "-a", "a", ".A", "..a", "_2ea", ".a.a")
            .map(end -> worker(new HostName(word + end), Map.of(), 2))
            .toList();
    workers.forEach(this::open);
    var jobs =
        workers.stream()
            .map(worker -> Samples.job(new Target.Host(worker.host()), worker.host()))
            .toList();
    jobs.forEach(dispatch()::announce);
    for (int i = 0; i < workers.size(); i++) {
      var worker = workers.get(i);
      var its = jobs.get(i);
      eventually().until(() -> worker.has(its));
      flush(worker);

      assertThat(jobs).filteredOn(worker::has).containsExactly(its);
    }
  }

  @Test
  default void a_job_for_all_reaches_each_worker_once() {
    var workers = List.of(worker(2), worker(2), worker(2));
    workers.forEach(this::open);
    var job = Samples.job(new Target.All(), hosts(workers));
    dispatch().announce(job);
    eventually().until(() -> workers.stream().allMatch(worker -> worker.has(job)));
    workers.forEach(this::flush);

    assertThat(workers).allMatch(worker -> worker.count(job) == 1);
  }

  @Test
  default void a_label_reaches_what_lies_at_or_below_it_and_nothing_else() {
    var web = Samples.newWord();
    var below = worker(Samples.newHost(), Map.of("group", web + ".dev.eu"), 2);
    var at = worker(Samples.newHost(), Map.of("group", web + ".dev", "rack", "7"), 2);
    var above = worker(Samples.newHost(), Map.of("group", web), 2);
    var website = worker(Samples.newHost(), Map.of("group", web + "site"), 2);
    var similar = worker(Samples.newHost(), Map.of("group", web + "-dev"), 2);
    var otherKey = worker(Samples.newHost(), Map.of("role", web + ".dev"), 2);
    var none = worker(2);
    var all = List.of(below, at, above, website, similar, otherKey, none);
    all.forEach(this::open);
    var toAll = Samples.job(new Target.Label("group", web), hosts(List.of(below, at, above)));
    var toSome = Samples.job(new Target.Label("group", web + ".dev"), hosts(List.of(below, at)));
    dispatch().announce(toAll);
    dispatch().announce(toSome);
    eventually().until(() -> Stream.of(below, at, above).allMatch(worker -> worker.has(toAll)));
    eventually().until(() -> Stream.of(below, at).allMatch(worker -> worker.has(toSome)));
    all.forEach(this::flush);

    assertThat(all)
        .filteredOn(worker -> worker.count(toAll) == 1)
        .containsExactly(below, at, above);
    assertThat(all).filteredOn(worker -> worker.has(toAll)).hasSize(3);
    assertThat(all).filteredOn(worker -> worker.count(toSome) == 1).containsExactly(below, at);
    assertThat(all).filteredOn(worker -> worker.has(toSome)).hasSize(2);
  }

  @Test
  default void an_offline_worker_gets_its_jobs_when_it_opens_again() {
    var group = Samples.newWord();
    var worker = worker(Samples.newHost(), Map.of("group", group), 2);
    open(worker).drain(AT_MOST);
    var toHost = Samples.job(new Target.Host(worker.host()), worker.host());
    var toLabel = Samples.job(new Target.Label("group", group), worker.host());
    var toAll = Samples.job(new Target.All(), worker.host());
    var jobs = List.of(toHost, toLabel, toAll);
    jobs.forEach(dispatch()::announce);
    reopen(worker);

    eventually().until(() -> jobs.stream().allMatch(worker::has));
    flush(worker);
    assertThat(jobs).allMatch(job -> worker.count(job) == 1);
  }

  @Test
  default void a_new_worker_starts_at_now() {
    open(worker(1));
    var group = Samples.newWord();
    var late = worker(Samples.newHost(), Map.of("group", group), 2);
    var before =
        List.of(
            Samples.job(new Target.Host(late.host()), late.host()),
            Samples.job(new Target.Label("group", group), late.host()),
            Samples.job(new Target.All(), late.host()));
    before.forEach(dispatch()::announce);
    open(late);
    flush(late);

    assertThat(before).noneMatch(late::has);
  }

  @Test
  default void a_job_that_could_not_be_handled_comes_again_as_the_next_attempt() {
    var worker = worker(2);
    open(worker);
    var toHost = Samples.job(new Target.Host(worker.host()), worker.host());
    var toAny = Samples.job(new Target.Any());
    worker.refusing(toHost, 1).refusing(toAny, 1);
    dispatch().announce(toHost);
    dispatch().announce(toAny);

    for (var job : List.of(toHost, toAny)) {
      await().atMost(redeliveryWithin().plus(AT_MOST)).until(() -> worker.count(job) == 2);
      assertThat(worker.attempts(job)).containsExactly(1, 2);
    }
  }

  @Test
  default void a_job_that_cannot_be_handled_blocks_none_behind_it() {
    var worker = worker(1);
    open(worker);
    var poison = Samples.job(new Target.Host(worker.host()), worker.host());
    var good = Samples.job(new Target.Host(worker.host()), worker.host());
    worker.refusing(poison, Integer.MAX_VALUE);
    dispatch().announce(poison);
    dispatch().announce(good);

    eventually().until(() -> worker.has(good));
  }

  @Test
  default void no_more_than_max_jobs_run_at_the_same_time() {
    var gate = new CountDownLatch(1);
    var worker = worker(2);
    var intake = open(worker);
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < 6; i++) {
      var any = i % 2 == 0;
      var job =
          any
              ? Samples.job(new Target.Any())
              : Samples.job(new Target.Host(worker.host()), worker.host());
      worker.holding(job, gate);
      jobs.add(job);
    }
    jobs.forEach(dispatch()::announce);
    // A slot is taken a moment before its job is handled: both are in hand before the gate opens.
    eventually().until(() -> intake.running() == 2 && worker.mostAtTheSameTime() == 2);
    gate.countDown();
    eventually().until(() -> jobs.stream().allMatch(worker::has));

    assertThat(worker.mostAtTheSameTime()).isEqualTo(2);
    eventually().until(() -> intake.running() == 0);
  }

  @Test
  default void a_slow_job_does_not_block_the_next() {
    var gate = new CountDownLatch(1);
    var worker = worker(2);
    open(worker);
    var slow = Samples.job(new Target.Host(worker.host()), worker.host());
    worker.holding(slow, gate);
    dispatch().announce(slow);
    eventually().until(() -> worker.has(slow));
    var quick =
        Stream.generate(() -> Samples.job(new Target.Host(worker.host()), worker.host()))
            .limit(5)
            .toList();
    quick.forEach(dispatch()::announce);

    eventually().until(() -> quick.stream().allMatch(worker::has));
    gate.countDown();
  }

  @Test
  default void a_drain_waits_for_what_runs_and_takes_no_more() throws Exception {
    var gate = new CountDownLatch(1);
    var worker = worker(2);
    var intake = open(worker);
    var running = Samples.job(new Target.Host(worker.host()), worker.host());
    worker.holding(running, gate);
    dispatch().announce(running);
    eventually().until(() -> worker.has(running));

    assertThat(intake.drain(SHORT)).as("ended although a job runs").isFalse();
    var next = Samples.job(new Target.Host(worker.host()), worker.host());
    dispatch().announce(next);
    var drained =
        CompletableFuture.supplyAsync(() -> intake.drain(AT_MOST), Thread::startVirtualThread);
    gate.countDown();

    assertThat(drained.get()).as("all ended").isTrue();
    assertThat(intake.running()).isZero();
    assertThat(worker.has(next)).as("taken during the drain").isFalse();
    reopen(worker);
    eventually().until(() -> worker.has(next));
    flush(worker);
    assertThat(worker.count(running)).isEqualTo(1);
  }

  @Test
  default void a_job_announced_again_is_delivered_once() {
    var workers = List.of(worker(2), worker(2));
    workers.forEach(this::open);
    var toAny = Samples.job(new Target.Any());
    var toAll = Samples.job(new Target.All(), hosts(workers));
    for (int i = 0; i < 3; i++) {
      dispatch().announce(toAny);
      dispatch().announce(toAll);
    }
    eventually().until(() -> count(workers, toAny) > 0);
    eventually().until(() -> workers.stream().allMatch(worker -> worker.has(toAll)));
    workers.forEach(this::flush);

    assertThat(count(workers, toAny)).isEqualTo(1);
    assertThat(workers).allMatch(worker -> worker.count(toAll) == 1);
  }

  private static RecordingWorker worker(int maxJobs) {
    return worker(Samples.newHost(), Map.of(), maxJobs);
  }

  private static RecordingWorker worker(HostName host, Map<String, String> labels, int maxJobs) {
    return new RecordingWorker(Samples.worker(host, new Labels(labels), maxJobs));
  }

  /** Opens it for the first time and waits until it is reached; before, a job may pass it by. */
  private WorkQueue.Intake open(RecordingWorker worker) {
    var intake = reopen(worker);
    eventually()
        .until(() -> {
          var greeting = Samples.job(new Target.Host(worker.host()), worker.host());
          dispatch().announce(greeting);
          return arrivesSoon(worker, greeting);
        });
    // The greetings before the one that arrived never will, or are on their way: let them come.
    flush(worker);
    return intake;
  }

  private WorkQueue.Intake reopen(RecordingWorker worker) {
    var intake = queue().open(worker.me(), worker);
    OPEN.add(intake);
    return intake;
  }

  private static boolean arrivesSoon(RecordingWorker worker, Job job) {
    try {
      await()
          .atMost(SHORT.multipliedBy(10))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> worker.has(job));
      return true;
    } catch (org.awaitility.core.ConditionTimeoutException notYet) {
      return false;
    }
  }

  /** Waits until the worker has everything that was sent to it before. */
  private void flush(RecordingWorker worker) {
    var last = Samples.job(new Target.Host(worker.host()), worker.host());
    dispatch().announce(last);
    eventually().until(() -> worker.has(last));
  }

  private static long count(List<RecordingWorker> workers, Job job) {
    return workers.stream().mapToLong(worker -> worker.count(job)).sum();
  }

  private static HostName[] hosts(List<RecordingWorker> workers) {
    return workers.stream().map(RecordingWorker::host).toArray(HostName[]::new);
  }

  private static ConditionFactory eventually() {
    return await().atMost(AT_MOST).pollInterval(Duration.ofMillis(5));
  }
}
