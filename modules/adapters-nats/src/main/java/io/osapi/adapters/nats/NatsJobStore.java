package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.osapi.application.port.JobStore;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Jobs and events in one KV bucket, the workers' answers in another.
 *
 * <p>Reading one job is one batch request to each, sent together, whatever the number of jobs and
 * workers.
 */
final class NatsJobStore implements JobStore {
  private static final System.Logger LOG = System.getLogger(NatsJobStore.class.getName());

  /** Few enough that usually one batch holds their jobs, events and answers. */
  private static final int JOBS_PER_READ = 100;

  private final Link link;
  private final KeyBucket queue;
  private final KeyBucket responses;
  private final Codec codec;
  private final Tracing tracing;
  private final EventWriter writer;

  NatsJobStore(Link link, KeyBucket queue, KeyBucket responses, Codec codec, Tracing tracing) {
    this.link = link;
    this.queue = queue;
    this.responses = responses;
    this.codec = codec;
    this.tracing = tracing;
    this.writer = new EventWriter(queue, responses, codec);
  }

  @Override
  public void create(Job job) {
    var key = Keys.job(job.id());
    var value = codec.job(job);
    // For who announces the job in place of us, should we end before we do.
    var trace = TraceHeaders.of(tracing.position());
    boolean isFirst = Calls.call(() -> queue.create(key, trace, value));
    if (!isFirst && find(job.id()).isEmpty()) {
      // Only the mark of its deletion is there.
      throw new ProblemException(Problem.JOB_DELETED, Map.of("job", job.id().value()));
    }
  }

  @Override
  public void append(JobId id, TimelineEvent event) {
    writer.write(id, event);
  }

  @Override
  public void appendUnconfirmed(JobId id, TimelineEvent event) {
    writer.writeUnconfirmed(id, event);
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

  @Override
  public List<TimelineEvent.Answered> answers(JobId id) {
    return Calls.call(() -> {
      try (var reading = responses.reading(link.live(), Keys.answersOf(id))) {
        return reading.entries().stream()
            .map(entry -> readable(entry, codec::answer))
            .flatMap(Optional::stream)
            .toList();
      }
    });
  }

  @Override
  public List<JobRecord> findAll(List<JobId> ids) {
    var records = new ArrayList<JobRecord>();
    for (int from = 0; from < ids.size(); from += JOBS_PER_READ) {
      records.addAll(findSome(ids.subList(from, Math.min(from + JOBS_PER_READ, ids.size()))));
    }
    return records;
  }

  /** Those of them that are stored, whether they can be read here or not. */
  Set<JobId> stored(Collection<JobId> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    var keys = ids.stream().map(Keys::job).toArray(String[]::new);
    return Calls.call(() -> {
      try (var reading = queue.reading(link.live(), keys)) {
        return reading.entries().stream().map(entry -> Keys.jobOfJob(entry.key())).collect(toSet());
      }
    });
  }

  private List<JobRecord> findSome(List<JobId> ids) {
    var ofQueue =
        ids.stream()
            .flatMap(id -> Stream.of(Keys.job(id), Keys.eventsOf(id)))
            .toArray(String[]::new);
    var ofResponses = ids.stream().map(Keys::answersOf).toArray(String[]::new);
    return Calls.call(() -> {
      var connection = link.live();
      try (var jobsAndEvents = queue.reading(connection, ofQueue);
          var answers = responses.reading(connection, ofResponses)) {
        var entries = byJob(jobsAndEvents.entries(), Keys::jobOfQueue);
        var answered = byJob(answers.entries(), Keys::jobOfAnswer);
        return ids.stream()
            .map(id ->
                readable(
                    id, entries.getOrDefault(id, List.of()), answered.getOrDefault(id, List.of())))
            .flatMap(Optional::stream)
            .toList();
      }
    });
  }

  /** One job that cannot be read must not hide the others of its page. */
  private Optional<JobRecord> readable(
      JobId id, List<KeyBucket.Entry> jobAndEvents, List<KeyBucket.Entry> answers) {
    try {
      return record(id, jobAndEvents, answers);
    } catch (Json.Unreadable unreadable) {
      LOG.log(ERROR, "job " + id + " is left out of a list: " + unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static Map<JobId, List<KeyBucket.Entry>> byJob(
      List<KeyBucket.Entry> entries, Function<String, JobId> jobOf) {
    return entries.stream().collect(groupingBy(entry -> jobOf.apply(entry.key())));
  }

  /**
   * First what makes it a job: should the rest fail, what is left is nobody's and goes by its age.
   */
  @Override
  public void delete(JobId id) {
    queue.mark(Keys.job(id));
    queue.purge(Keys.eventsOf(id));
    responses.purge(Keys.answersOf(id));
  }

  private Optional<JobRecord> record(
      JobId id, List<KeyBucket.Entry> jobAndEvents, List<KeyBucket.Entry> answers) {
    var events = new ArrayList<TimelineEvent>();
    Optional<Job> job = Optional.empty();
    for (var entry : jobAndEvents) {
      if (entry.key().equals(Keys.job(id))) {
        job = Optional.of(codec.job(entry.value()));
      } else {
        readable(entry, codec::event).ifPresent(events::add);
      }
    }
    answers.forEach(entry -> readable(entry, codec::answer).ifPresent(events::add));
    return job.map(found -> new JobRecord(found, Timeline.of(events)));
  }

  /**
   * What cannot be read of what happened, such as a kind of event of a later release, does not hide
   * the rest.
   */
  private static <E extends TimelineEvent> Optional<E> readable(
      KeyBucket.Entry entry, Function<KeyBucket.Entry, E> reader) {
    try {
      return Optional.of(reader.apply(entry));
    } catch (Json.Unreadable unreadable) {
      LOG.log(ERROR, "event " + entry.key() + " is left out: " + unreadable.getMessage());
      return Optional.empty();
    }
  }
}
