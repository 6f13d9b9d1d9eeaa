package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.WARNING;

import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jobs and events in one KV bucket, the workers' answers in another.
 *
 * <p>Reading one job is one batch request to each, sent together, whatever the number of jobs and
 * workers.
 */
final class NatsJobStore implements JobStore {
  private static final System.Logger LOG = System.getLogger(NatsJobStore.class.getName());

  /** Between two tries of a worker to deliver an answer while the store is out of reach. */
  private static final Duration RETRY_WAIT = Duration.ofMillis(200);

  /** What to do with a write while the store is out of reach. */
  enum Patience {
    /** The API says so to its caller, at once. */
    REFUSE,
    /** A worker keeps its answer until it can deliver it. */
    RETRY
  }

  private final Link link;
  private final KeyBucket queue;
  private final KeyBucket responses;
  private final Codec codec;
  private final Patience patience;

  NatsJobStore(Link link, Nats.Layout layout, Codec codec, Patience patience) {
    this.link = link;
    this.queue = new KeyBucket(link, layout.queue());
    this.responses = new KeyBucket(link, layout.responses());
    this.codec = codec;
    this.patience = patience;
  }

  @Override
  public void create(Job job) {
    queue.put(Keys.job(job.id()), codec.job(job));
  }

  @Override
  public void append(JobId id, TimelineEvent event) {
    var value = codec.event(event);
    switch (patience) {
      case REFUSE -> bucketOf(event).put(keyOf(id, event), value);
      case RETRY -> putUntilDone(bucketOf(event), keyOf(id, event), value);
    }
  }

  @Override
  public void appendUnconfirmed(JobId id, TimelineEvent event) {
    try {
      bucketOf(event).putUnconfirmed(keyOf(id, event), codec.event(event));
    } catch (ProblemException outOfReach) {
      // The port's promise: such an event may be lost; what the answer says does not depend on it.
      LOG.log(
          WARNING,
          "job {0}: ''{1}'' is not recorded: NATS is out of reach",
          id,
          event.kind().text());
    }
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    return Calls.call(() -> {
      var connection = link.live();
      try (var jobAndEvents = queue.reading(connection, Keys.job(id), Keys.eventsOf(id));
          var answers = responses.reading(connection, Keys.answersOf(id))) {
        return record(id, jobAndEvents.entries(), answers.entries());
      }
    });
  }

  private Optional<JobRecord> record(
      JobId id, List<KeyBucket.Entry> jobAndEvents, List<KeyBucket.Entry> answers) {
    var events = new ArrayList<TimelineEvent>();
    Optional<Job> job = Optional.empty();
    for (var entry : jobAndEvents) {
      if (entry.key().equals(Keys.job(id))) {
        job = Optional.of(codec.job(entry.value()));
      } else {
        events.add(codec.event(entry));
      }
    }
    answers.forEach(entry -> events.add(codec.answer(entry)));
    return job.map(found -> new JobRecord(found, Timeline.of(events)));
  }

  /** Ends with the answer delivered, or with this process. */
  private void putUntilDone(KeyBucket bucket, String key, byte[] value) {
    while (true) {
      try {
        bucket.put(key, value);
        return;
      } catch (ProblemException notNow) {
        if (notNow.problem() != Problem.UNAVAILABLE || Calls.call(() -> link.pause(RETRY_WAIT))) {
          throw notNow;
        }
      }
    }
  }

  private KeyBucket bucketOf(TimelineEvent event) {
    return event instanceof TimelineEvent.Answered ? responses : queue;
  }

  private static String keyOf(JobId id, TimelineEvent event) {
    return event instanceof TimelineEvent.Answered answered
        ? Keys.answer(id, answered.host())
        : Keys.event(id, event);
  }
}
