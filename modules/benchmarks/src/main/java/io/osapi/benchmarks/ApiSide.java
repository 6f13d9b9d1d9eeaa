package io.osapi.benchmarks;

import io.osapi.adapters.nats.Nats;
import io.osapi.application.CountJobs;
import io.osapi.application.GetJob;
import io.osapi.application.ListJobs;
import io.osapi.application.SubmitJob;
import io.osapi.application.SubmitWatched;
import io.osapi.application.port.Tracing;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.SystemOperations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The use cases of the API over the real NATS adapters, in this process and without HTTP. */
final class ApiSide implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  /** A look may be a request, and takes from the processor that what is waited for needs. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private static final Principal CALLER = new Principal("bench", Set.of(Role.ADMIN));

  private static final InstantSource CLOCK = InstantSource.system();

  private final Nats nats;
  private final AtomicInteger order = new AtomicInteger();
  final Nats.ApiSide ports;
  final SubmitJob submitJob;
  final GetJob getJob;
  final SubmitWatched submitWatched;
  final ListJobs listJobs;
  final CountJobs countJobs;

  private ApiSide(Nats nats) {
    this.nats = nats;
    this.ports = nats.apiSide(Defaults.LAYOUT, Catalogue.standard(), CLOCK);
    this.submitJob =
        new SubmitJob(ports.fleet(), ports.store(), ports.dispatch(), this::nextId, CLOCK);
    this.getJob = new GetJob(ports.store());
    this.submitWatched =
        new SubmitWatched(submitJob, getJob, ports.store(), ports.feed(), this::nextId, CLOCK);
    this.listJobs = new ListJobs(ports.index(), ports.store());
    this.countJobs = new CountJobs(ports.index());
  }

  /** Serves when it returns: connected, the fleet and all jobs loaded. */
  static ApiSide open(String url) throws TimeoutException {
    var nats =
        Nats.open(new Nats.Endpoint(List.of(url), "bench-api", Optional.empty()), Tracing.NONE);
    var api = new ApiSide(nats);
    nats.connect();
    await(READY_WITHIN, () -> api.ports.probe().fault().isEmpty());
    return api;
  }

  void awaitFleet(int size, Duration atMost) throws TimeoutException {
    await(atMost, () -> ports.fleet().members().size() >= size);
  }

  Job submit(Target target) {
    return submitJob.submit(request(target));
  }

  /** The job as it is at its end, or after that time. */
  JobRecord run(Target target, Duration atMost) {
    try (var watched = submitWatched.submit(request(target), atMost)) {
      return watched.await();
    }
  }

  /** As {@link #run}, for a job that must be final then. */
  JobRecord runToEnd(Target target, Duration atMost) {
    var job = run(target, atMost);
    if (!job.status(CLOCK.instant()).isFinal()) {
      throw new IllegalStateException("job " + job.job().id() + " was not final after " + atMost);
    }
    return job;
  }

  private static SubmitJob.Request request(Target target) {
    return new SubmitJob.Request(
        new Invocation<>(SystemOperations.HOSTNAME_GET, new NoInput()),
        target,
        Optional.empty(),
        Optional.empty(),
        CALLER);
  }

  JobId nextId() {
    return JobId.of(
        CLOCK.instant(), order.getAndIncrement(), ThreadLocalRandom.current().nextLong());
  }

  @Override
  public void close() {
    nats.close();
  }

  static void await(Duration atMost, BooleanSupplier condition) throws TimeoutException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("not within " + atMost);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
