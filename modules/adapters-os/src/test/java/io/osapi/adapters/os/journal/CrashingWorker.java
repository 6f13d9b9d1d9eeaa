package io.osapi.adapters.os.journal;

import io.osapi.application.RunJob;
import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * A worker that is given one delivery of one job and says what it answered. Arguments: its state
 * directory, a file that gets a line for each effect, the job's id, {@code query} or {@code
 * modify}, the attempt, and {@code hang} if it is to hang after the effect.
 */
final class CrashingWorker {
  private CrashingWorker() {}

  public static void main(String[] arguments) {
    var clock = InstantSource.system();
    var me = new HostName("me");
    var job = job(arguments[2], Effect.valueOf(arguments[3].toUpperCase(Locale.ROOT)), me);
    var jobs = new MemoryJobs(clock);
    jobs.create(job);
    try (var journal = FileJournal.open(Path.of(arguments[0]), Duration.ofDays(1), clock)) {
      var operations = operations(Path.of(arguments[1]), arguments[5].equals("hang"));
      new RunJob(me, jobs, operations, jobs, journal, Tracing.NONE, clock)
          .run(job, Integer.parseInt(arguments[4]));
    }
    var answered =
        (TimelineEvent.Answered) jobs.find(job.id()).orElseThrow().timeline().events().getLast();
    System.out.println(
        answered.kind() + answered.answer().error().map(fault -> " " + fault.code()).orElse(""));
  }

  private static MemoryRunner operations(Path effects, boolean hangs) {
    return new MemoryRunner()
        .on(Samples.LOOK_GET, _ -> effect(effects, hangs))
        .on(Samples.SETTINGS_UPDATE, _ -> effect(effects, hangs));
  }

  private static Samples.Outcome effect(Path effects, boolean hangs) {
    try {
      Files.writeString(effects, "effect\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (hangs) {
        System.out.println("in the middle");
        new CountDownLatch(1).await();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Samples.Outcome(true);
  }

  private static Job job(String id, Effect effect, HostName me) {
    var sample = Samples.job(Samples.invocationOf(effect), new Target.Host(me), List.of(me));
    return new Job(
        new JobId(id),
        sample.invocation(),
        sample.target(),
        sample.expected(),
        sample.timeout(),
        sample.createdAt(),
        sample.expiresAt(),
        sample.createdBy(),
        sample.retryOf());
  }
}
