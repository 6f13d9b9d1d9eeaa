package io.osapi.adapters.nats;

import io.nats.client.PublishOptions;
import io.osapi.application.port.Dispatch;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Job;
import java.util.Map;
import java.util.Optional;

/** Announces jobs on the stream, each with the trace of the request that it comes from. */
final class NatsDispatch implements Dispatch {
  private final Publisher publisher;
  private final String stream;
  private final KeyBucket queue;
  private final Subjects subjects;
  private final Announcements announcements;
  private final Announced announced;
  private final Tracing tracing;

  NatsDispatch(
      Link link,
      Nats.Layout layout,
      KeyBucket queue,
      Codec codec,
      Announced announced,
      Tracing tracing) {
    this.publisher = new Publisher(link);
    this.stream = layout.jobs().name();
    this.queue = queue;
    this.subjects = Subjects.below(layout.jobs().subjects());
    this.announcements = new Announcements(codec);
    this.announced = announced;
    this.tracing = tracing;
  }

  @Override
  public void announce(Job job) {
    announce(job, Optional.empty());
  }

  @Override
  public void announceAgain(Job job) {
    announce(job, origin(job));
  }

  private void announce(Job job, Optional<Tracing.Position> parent) {
    // So that the request's own lines say which job it became.
    JobFields.of(job).forEach(tracing::note);
    tracing.run(publishing(job, parent), running -> publish(job, running.position()));
  }

  private void publish(Job job, Optional<Tracing.Position> position) {
    var once =
        PublishOptions.builder()
            .expectedStream(stream)
            // The server drops a second announcement of the same job.
            .messageId(job.id().value())
            .build();
    var trace = TraceHeaders.of(position);
    announced.announce(
        job,
        () ->
            Calls.call(() ->
                    publisher
                        .live()
                        .publish(subjects.announcement(job), trace, announcements.write(job), once))
                .getSeqno());
  }

  /** Where the request was that a job comes from whose announcement is repeated. */
  private Optional<Tracing.Position> origin(Job job) {
    return queue.headers(Keys.job(job.id())).flatMap(TraceHeaders::read);
  }

  private Tracing.Activity publishing(Job job, Optional<Tracing.Position> parent) {
    return new Tracing.Activity(
        subjects.prefix() + " publish",
        Tracing.Kind.PRODUCER,
        parent,
        Map.of(
            "messaging.system", "nats",
            "messaging.operation.type", "send",
            "messaging.operation.name", "publish",
            "messaging.destination.name", subjects.template(job),
            "messaging.message.id", job.id().value()),
        JobFields.of(job));
  }
}
