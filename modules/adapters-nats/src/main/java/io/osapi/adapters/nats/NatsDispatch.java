package io.osapi.adapters.nats;

import io.nats.client.JetStreamOptions;
import io.nats.client.PublishOptions;
import io.osapi.application.port.Dispatch;
import io.osapi.domain.job.Job;

/** Announces jobs on the stream. */
final class NatsDispatch implements Dispatch {
  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  private final Link link;
  private final String stream;
  private final Subjects subjects;
  private final Announcements announcements;

  NatsDispatch(Link link, Nats.Layout layout, Codec codec) {
    this.link = link;
    this.stream = layout.jobs().name();
    this.subjects = Subjects.below(layout.jobs().subjects());
    this.announcements = new Announcements(codec);
  }

  @Override
  public void announce(Job job) {
    var once =
        PublishOptions.builder()
            .expectedStream(stream)
            // The server drops a second announcement of the same job.
            .messageId(job.id().value())
            .build();
    Calls.call(() ->
        link.live()
            .jetStream(OPTIONS)
            .publish(subjects.announcement(job), announcements.write(job), once));
  }
}
