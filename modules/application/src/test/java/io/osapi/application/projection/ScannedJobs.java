package io.osapi.application.projection;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.osapi.application.port.JobIndex.Counts;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.application.port.JobIndex.Page;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a {@link JobProjection} shows, computed anew each time by a scan of all jobs and events. */
final class ScannedJobs {
  private final Duration retention;
  private final Map<JobId, Job> jobs = new LinkedHashMap<>();
  private final Map<JobId, List<TimelineEvent>> events = new HashMap<>();

  ScannedJobs(Duration retention) {
    this.retention = retention;
  }

  void add(Job job) {
    jobs.put(job.id(), job);
  }

  void add(JobId id, TimelineEvent event) {
    events.computeIfAbsent(id, _ -> new ArrayList<>()).add(event);
  }

  void remove(JobId id) {
    jobs.remove(id);
    events.remove(id);
  }

  void clear() {
    jobs.clear();
    events.clear();
  }

  boolean contains(JobId id) {
    return jobs.containsKey(id);
  }

  /** Forgets what is older than the retention. */
  void evict(Instant now) {
    var limit = now.minus(retention);
    for (var old : List.copyOf(jobs.values())) {
      if (old.createdAt().isBefore(limit)) {
        remove(old.id());
      }
    }
  }

  JobRecord record(JobId id) {
    return new JobRecord(jobs.get(id), Timeline.of(events.getOrDefault(id, List.of())));
  }

  List<JobRecord> records() {
    return jobs.keySet().stream().map(this::record).toList();
  }

  /** Of the records that {@link #records} gave. */
  static Page page(List<JobRecord> records, Filter filter, int limit, int offset, Instant now) {
    var all =
        records.stream()
            .filter(record -> matches(filter, record, now))
            .map(record -> record.job().id())
            .toList()
            .reversed();
    return new Page(all.stream().skip(offset).limit(limit).toList(), all.size());
  }

  Set<JobRecord> active(Instant now) {
    return records().stream().filter(record -> !record.status(now).isFinal()).collect(toSet());
  }

  Counts counts(Instant now) {
    return new Counts(
        jobs.size(),
        records().stream().collect(groupingBy(record -> record.status(now), counting())),
        jobs.values().stream().collect(groupingBy(ScannedJobs::operation, counting())));
  }

  private static boolean matches(Filter filter, JobRecord record, Instant now) {
    var job = record.job();
    return holds(filter.status(), record.status(now)::equals)
        && holds(filter.operation(), operation(job)::equals)
        && holds(filter.target(), job.target().text()::equals)
        && holds(filter.worker(), host -> concerned(record, host))
        && holds(filter.since(), time -> !job.createdAt().isBefore(time))
        && holds(filter.until(), time -> job.createdAt().isBefore(time));
  }

  private static <T> boolean holds(Optional<T> condition, Predicate<T> of) {
    return condition.map(of::test).orElse(true);
  }

  /** One that was expected; for any worker, one that began. */
  private static boolean concerned(JobRecord record, HostName host) {
    return record.job().expected().contains(host)
        || record.job().expected().isEmpty()
            && record.timeline().events().stream()
                .filter(event ->
                    event instanceof TimelineEvent.Started
                        || event instanceof TimelineEvent.Answered)
                .anyMatch(event -> event.worker().equals(Optional.of(host)));
  }

  private static String operation(Job job) {
    return job.invocation().operation().name().toString();
  }
}
