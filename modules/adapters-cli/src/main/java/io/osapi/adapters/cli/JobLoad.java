package io.osapi.adapters.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A number of callers, each of which submits one job after the other and waits for its end. */
final class JobLoad {
  /** What would be refused again, however often: there is no use in going on. */
  private static final Set<Integer> HOPELESS = Set.of(400, 401, 403, 404, 413, 415, 422);

  /** How long the API holds an answer. */
  private static final Duration HELD = Duration.ofSeconds(20);

  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Api api;
  private final Plan plan;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final JobTally tally;
  private long began;

  JobLoad(Api api, Plan plan) {
    this.api = api;
    this.plan = plan;
    this.tally = new JobTally(plan.count());
  }

  /**
   * @param body of the request for each job
   * @param concurrency callers, 1 or more
   * @param perSecond jobs that become due in a second; empty where each caller's next is due at
   *     once
   */
  record Plan(
      Map<String, ?> body, int count, int concurrency, Optional<Double> perSecond, boolean waits) {}

  /**
   * Runs to its end.
   *
   * @throws Cli.Refused if the API refuses what it would refuse again
   */
  JobTally run(Terminal terminal) {
    began = System.nanoTime();
    tally.begin();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (int i = 0; i < Math.min(plan.concurrency(), plan.count()); i++) {
        ends.add(callers.submit(this::call));
      }
      try {
        for (var end : ends) {
          await(end, terminal);
        }
      } finally {
        over.set(true);
        terminal.endProgress();
      }
    }
    tally.end();
    return tally;
  }

  /** What is known by now. */
  JobTally tally() {
    return tally;
  }

  private void await(Future<?> end, Terminal terminal) {
    while (true) {
      try {
        end.get(PROGRESS_INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException notYet) {
        terminal.progress(tally.count() + " of " + Words.count(plan.count(), "job"));
      } catch (ExecutionException failed) {
        // Thrown again here, where the command hears of it.
        throw failed.getCause() instanceof Cli.Refused refused
            ? refused
            : new IllegalStateException(failed.getCause());
      } catch (InterruptedException interrupted) {
        throw new Cli.Refused(Exit.INTERRUPTED, List.of("Interrupted."), interrupted);
      }
    }
  }

  private void call() {
    int number;
    while (!over.get() && (number = next.getAndIncrement()) < plan.count()) {
      try {
        tally.ended(runOne(awaitDue(number)));
      } catch (Cli.Refused refused) {
        if (refused.exitCode() != Exit.TIMED_OUT && refused.exitCode() != Exit.UNAVAILABLE) {
          over.set(true);
          throw refused;
        }
        tally.ended(refused.exitCode() == Exit.TIMED_OUT ? "no answer" : "no connection");
      }
    }
  }

  /**
   * When this job is to begin, in {@link System#nanoTime}. A job that had to wait for a free caller
   * has waited: counted from its own beginning, a system that cannot keep up would look fast.
   */
  private long awaitDue(int number) {
    if (plan.perSecond().isEmpty()) {
      return System.nanoTime();
    }
    long due = began + (long) (number / plan.perSecond().get() * NANOS_PER_SECOND);
    long left;
    while ((left = due - System.nanoTime()) > 0 && !over.get()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }

  /** How it ended: the job's status, or the answer that refused it. */
  private String runOne(long from) {
    var reply = api.exchange(Api.Request.of("POST", JobCommands.PATH).body(plan.body()));
    if (reply.status() >= 400) {
      return refused(reply);
    }
    tally.submitted(System.nanoTime() - from);
    var created = reply.document();
    if (!plan.waits()) {
      return Json.text(created, "status").orElse("submitted");
    }
    return awaitEnd(JobCommands.id(created), from);
  }

  /** The job does end: the API expires what nobody begins or finishes. */
  private String awaitEnd(String id, long from) {
    var request =
        Api.Request.get(JobCommands.PATH + "/" + Api.encode(id))
            .header("Prefer", "wait=" + HELD.toSeconds())
            .patience(HELD.plus(Api.USUAL_PATIENCE));
    while (!over.get()) {
      var reply = api.exchange(request);
      if (reply.status() >= 400) {
        return refused(reply);
      }
      var status = Json.text(reply.document(), "status").orElse("");
      if (JobWatch.FINAL.contains(status)) {
        if (JobTally.isAnswered(status)) {
          tally.answered(System.nanoTime() - from);
        }
        return status;
      }
    }
    return "unfinished";
  }

  private String refused(Api.Reply reply) {
    if (HOPELESS.contains(reply.status())) {
      throw Refusals.answered(api, reply);
    }
    return reply.status()
        + Json.text(reply.document(), "code").map(code -> " " + Visible.line(code)).orElse("");
  }
}
