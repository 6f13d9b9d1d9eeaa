package io.osapi.adapters.nats;

import io.osapi.application.port.JobReports;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Opens a worker's two consumers: the one it shares with all others, and its own. */
final class NatsWorkQueue implements WorkQueue {
  private final Link link;
  private final Nats.Layout layout;
  private final Codec codec;
  private final JobReports reports;
  private final NatsCancellations cancellations;
  private final Tracing tracing;
  private final ScheduledExecutorService keeper = keeper();

  NatsWorkQueue(
      Link link,
      Nats.Layout layout,
      Codec codec,
      JobReports reports,
      NatsCancellations cancellations,
      Tracing tracing) {
    this.link = link;
    this.layout = layout;
    this.codec = codec;
    this.reports = reports;
    this.cancellations = cancellations;
    this.tracing = tracing;
  }

  @Override
  public Intake open(Worker me, JobHandler handler) {
    var slots = new Slots(me.maxJobs());
    var deliveries =
        new Deliveries(
            me.host(),
            codec,
            handler,
            slots,
            layout,
            new Undertaker(link, layout, me.host(), reports),
            cancellations,
            keeper,
            tracing);
    var stream = layout.jobs().name();
    var shared =
        new Puller(link, stream, Topology.sharedConsumer(layout), slots, deliveries::takeShared);
    var own =
        new Puller(
            link, stream, Topology.ownConsumer(layout, me.host()), slots, deliveries::takeOwn);
    // What was called off while nobody was here must not be begun.
    shared.start(cancellations::awaitLoaded);
    own.start(cancellations::awaitLoaded);
    return new Open(List.of(shared, own), slots);
  }

  /** One thread for all intakes of this process: all it does is send a few bytes. */
  private static ScheduledExecutorService keeper() {
    var keeper =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("in-progress").factory());
    // What ended before its turn would be kept until then, with the whole job.
    keeper.setRemoveOnCancelPolicy(true);
    return keeper;
  }

  private record Open(List<Puller> pullers, Slots slots) implements Intake {

    @Override
    public int running() {
      return slots.taken();
    }

    @Override
    public boolean drain(Duration atMost) {
      pullers.forEach(Puller::stop);
      return slots.awaitAllFree(atMost);
    }
  }
}
