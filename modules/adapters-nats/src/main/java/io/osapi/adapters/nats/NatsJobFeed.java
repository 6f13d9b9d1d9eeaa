package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One ordered consumer over each bucket, shared by everybody who waits for a job.
 *
 * <p>After a reconnect it goes on behind the last message it saw, so that nothing is left out.
 */
final class NatsJobFeed implements JobFeed {
  private static final System.Logger LOG = System.getLogger(NatsJobFeed.class.getName());

  private final Map<JobId, Set<Ear>> ears = new ConcurrentHashMap<>();
  private final Source events;
  private final Source answers;

  NatsJobFeed(Link link, Nats.Layout layout, Codec codec) {
    this.events =
        new Source(
            new KeyBucket(link, layout.queue()), Keys.events(), codec::event, Keys::jobOfEvent);
    this.answers =
        new Source(
            new KeyBucket(link, layout.responses()),
            Keys.answers(),
            codec::answer,
            Keys::jobOfAnswer);
  }

  @Override
  public Watch watch(JobId id, Duration atMost) {
    var ear = new Ear(id, System.nanoTime() + atMost.toNanos());
    ears.compute(
        id,
        (_, others) -> {
          var all = others == null ? ConcurrentHashMap.<Ear>newKeySet() : others;
          all.add(ear);
          return all;
        });
    return ear;
  }

  void subscribe(Connection connection) throws IOException, JetStreamApiException {
    events.subscribe(connection);
    answers.subscribe(connection);
  }

  private void tell(JobId id, TimelineEvent event) {
    ears.getOrDefault(id, Set.of()).forEach(ear -> ear.heard.add(event));
  }

  /** One bucket's messages, from now on. */
  private final class Source {
    private final KeyBucket bucket;
    private final String keys;
    private final Function<KeyBucket.Entry, TimelineEvent> decoder;
    private final Function<String, JobId> jobOf;
    private JetStreamSubscription subscription;
    private Dispatcher dispatcher;
    private volatile long lastSequence;

    Source(
        KeyBucket bucket,
        String keys,
        Function<KeyBucket.Entry, TimelineEvent> decoder,
        Function<String, JobId> jobOf) {
      this.bucket = bucket;
      this.keys = keys;
      this.decoder = decoder;
      this.jobOf = jobOf;
    }

    void subscribe(Connection connection) throws IOException, JetStreamApiException {
      if (dispatcher == null) {
        dispatcher = connection.createDispatcher();
      } else {
        dispatcher.unsubscribe(subscription);
      }
      subscription =
          connection
              .jetStream()
              .subscribe(bucket.subject(keys), dispatcher, this::receive, false, options());
    }

    private PushSubscribeOptions options() {
      var from = ConsumerConfiguration.builder();
      if (lastSequence == 0) {
        from.deliverPolicy(DeliverPolicy.New);
      } else {
        from.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(lastSequence + 1);
      }
      return PushSubscribeOptions.builder().stream(bucket.stream())
          .ordered(true)
          .configuration(from.build())
          .build();
    }

    private void receive(Message message) {
      lastSequence = message.metaData().streamSequence();
      bucket.entry(message).ifPresent(this::receive);
    }

    private void receive(KeyBucket.Entry entry) {
      try {
        var id = jobOf.apply(entry.key());
        if (ears.containsKey(id)) {
          tell(id, decoder.apply(entry));
        }
      } catch (Json.Unreadable | IllegalArgumentException unreadable) {
        // Whoever reads that job from the store is told; here it must not stop the feed.
        LOG.log(ERROR, "unreadable record " + entry.key() + ": " + unreadable.getMessage());
      }
    }
  }

  private final class Ear implements Watch {
    private final JobId id;
    private final long endNanos;

    /** Bounded by the events of one job within one wait. */
    private final LinkedBlockingQueue<TimelineEvent> heard = new LinkedBlockingQueue<>();

    Ear(JobId id, long endNanos) {
      this.id = id;
      this.endNanos = endNanos;
    }

    @Override
    public List<TimelineEvent> next(Duration atMost) throws InterruptedException {
      long wait = Math.min(atMost.toNanos(), endNanos - System.nanoTime());
      var first = heard.poll(wait, TimeUnit.NANOSECONDS);
      if (first == null) {
        return List.of();
      }
      var news = new ArrayList<TimelineEvent>(List.of(first));
      heard.drainTo(news);
      return news;
    }

    @Override
    public boolean isOpen() {
      return System.nanoTime() < endNanos;
    }

    @Override
    public void close() {
      ears.computeIfPresent(
          id,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
