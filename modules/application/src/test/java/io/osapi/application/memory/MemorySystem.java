package io.osapi.application.memory;

import io.osapi.application.AwaitJob;
import io.osapi.application.CancelJob;
import io.osapi.application.CheckReadiness;
import io.osapi.application.CheckRevocation;
import io.osapi.application.CountJobs;
import io.osapi.application.DeleteJob;
import io.osapi.application.DescribeHealth;
import io.osapi.application.GetJob;
import io.osapi.application.GetWorker;
import io.osapi.application.HoldJob;
import io.osapi.application.ListJobs;
import io.osapi.application.ListWorkers;
import io.osapi.application.ReadDeadLetters;
import io.osapi.application.ReadTelemetry;
import io.osapi.application.RequeueDeadLetter;
import io.osapi.application.RetryJob;
import io.osapi.application.RevokeToken;
import io.osapi.application.RunJob;
import io.osapi.application.SendHeartbeat;
import io.osapi.application.SubmitJob;
import io.osapi.application.SubmitOnce;
import io.osapi.application.SubmitWatched;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.InstantSource;

/** A whole osapi in one process: the use cases, over adapters in memory, with any workers. */
public final class MemorySystem implements AutoCloseable {
  /** So long that no worker is late because a test took its time. */
  public static final Duration HEARTBEAT_INTERVAL = Duration.ofHours(1);

  private static final int MAX_JOBS = 4;

  public final InstantSource clock;
  public final Outage outage = new Outage();
  public final MemoryJobs jobs;
  public final MemoryQueue queue;
  public final MemoryFleet fleet;
  public final FixedIds ids = new FixedIds();

  public final SubmitJob submitJob;
  public final GetJob getJob;
  public final AwaitJob awaitJob;
  public final ListJobs listJobs;
  public final CountJobs countJobs;
  public final CancelJob cancelJob;
  public final DeleteJob deleteJob;
  public final RetryJob retryJob;
  public final SubmitOnce submitOnce;
  public final SubmitWatched submitWatched;
  public final MemoryDeadLetters deadLetters = new MemoryDeadLetters();
  public final ReadDeadLetters readDeadLetters = new ReadDeadLetters(deadLetters);
  public final RequeueDeadLetter requeueDeadLetter = new RequeueDeadLetter(deadLetters);
  public final ListWorkers listWorkers;
  public final GetWorker getWorker;
  public final MemoryTelemetry telemetry;
  public final ReadTelemetry readTelemetry;
  public final CheckReadiness checkReadiness;
  public final MemoryBroker broker;
  public final DescribeHealth describeHealth;
  public final MemoryRevokedTokens revokedTokens = new MemoryRevokedTokens(outage);
  public final CheckRevocation checkRevocation = new CheckRevocation(revokedTokens);
  public final RevokeToken revokeToken;

  /** With the time of this machine. */
  public MemorySystem() {
    this(InstantSource.system());
  }

  public MemorySystem(InstantSource clock) {
    this.clock = clock;
    this.jobs = new MemoryJobs(clock, outage);
    this.queue = new MemoryQueue(outage);
    this.fleet = new MemoryFleet(clock);
    this.submitJob = new SubmitJob(fleet, jobs, queue, ids, clock);
    this.getJob = new GetJob(jobs);
    this.submitWatched = new SubmitWatched(submitJob, getJob, jobs, jobs, ids, clock);
    this.awaitJob = new AwaitJob(getJob, jobs, clock);
    this.listJobs = new ListJobs(jobs, jobs);
    this.countJobs = new CountJobs(jobs);
    this.cancelJob = new CancelJob(getJob, jobs, clock);
    this.deleteJob = new DeleteJob(getJob, cancelJob, jobs, clock);
    this.retryJob = new RetryJob(getJob, submitJob, jobs, clock);
    this.submitOnce = new SubmitOnce(submitJob, jobs, new MemoryClaims(), ids);
    this.listWorkers = new ListWorkers(fleet, clock);
    this.getWorker = new GetWorker(fleet, clock);
    this.telemetry = new MemoryTelemetry(clock, outage);
    this.readTelemetry = new ReadTelemetry(telemetry, fleet, clock);
    this.checkReadiness = new CheckReadiness(jobs);
    this.broker = new MemoryBroker(outage, jobs, deadLetters);
    this.revokeToken = new RevokeToken(revokedTokens, clock);
    this.describeHealth = new DescribeHealth(broker, jobs, jobs, fleet, clock);
  }

  /** A worker as {@link #startWorker} makes it, without starting it. */
  public Worker worker(String host, Labels labels, OperationRunner operations) {
    return new Worker(
        new HostName(host),
        labels,
        "0.1.0",
        "linux/amd64",
        clock.instant(),
        HEARTBEAT_INTERVAL,
        MAX_JOBS,
        operations.capabilities());
  }

  public RunningWorker startWorker(String host, OperationRunner operations) {
    return startWorker(host, Labels.NONE, operations);
  }

  public RunningWorker startWorker(String host, Labels labels, OperationRunner operations) {
    return startWorker(worker(host, labels, operations), operations);
  }

  /** Takes jobs, and is in the fleet when this returns. */
  public RunningWorker startWorker(Worker me, OperationRunner operations) {
    var runJob =
        new RunJob(me.host(), jobs, operations, jobs, new MemoryJournal(), Tracing.NONE, clock);
    var holdJob = new HoldJob(me.host(), jobs, clock);
    var intake =
        queue.open(
            me,
            new WorkQueue.JobHandler() {
              @Override
              public void handle(Job job, int attempt) {
                runJob.run(job, attempt);
              }

              @Override
              public void hold(Job job) {
                holdJob.hold(job);
              }
            });
    var worker = new RunningWorker(intake, new SendHeartbeat(me, fleet));
    worker.beat();
    return worker;
  }

  /** A worker in this process. */
  public record RunningWorker(WorkQueue.Intake intake, SendHeartbeat heartbeat) {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    public void beat() {
      heartbeat.send(Heartbeat.State.READY, intake.running());
    }

    /** Ends it as a shutdown does: no new jobs, the running ones finish, then it says goodbye. */
    public void stop() {
      intake.drain(DRAIN);
      heartbeat.send(Heartbeat.State.STOPPED, intake.running());
    }

    /** Takes no more jobs and says nothing, as a host that lost its network. */
    public void fallSilent() {
      intake.drain(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    queue.close();
  }
}
