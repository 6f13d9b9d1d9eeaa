package io.osapi.application.projection;

import io.osapi.application.port.JobIndex.Counts;
import io.osapi.application.port.JobIndex.EndListener;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.application.port.JobIndex.Page;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All jobs within the retention, as rows in the order of their creation, with a set of rows for
 * each status, operation, target and worker.
 *
 * <p>A filter is an intersection of sets, so that a page and its total cost some microseconds at a
 * million jobs. A job that is not final keeps its events here, about two kilobytes; a final one
 * only its row, about two hundred bytes. Thread-safe.
 */
public final class JobProjection {
  /**
   * Events that may overtake their jobs; what is still said of deleted jobs ends here as well.
   * About 20 MB, and all that thousands of workers say of some broadcasts. Beyond that, those of
   * the job that was heard of first are forgotten.
   */
  private static final int MAX_EARLY = 100_000;

  /**
   * A row is brought up to date when somebody looks, or once so many jobs wait for it: a
   * broadcast's thousands of answers are folded once and not once each.
   */
  private static final int MAX_STALE = 1_000;

  private final Duration retention;
  private final int minGoneToCloseUp;
  private Rows rows;
  private final Map<JobId, Active> active = new HashMap<>();

  /** Events that were heard before their job, from another source of the feed. */
  private final SequencedMap<JobId, List<TimelineEvent>> early = new LinkedHashMap<>();

  private final int maxEarly;
  private int earlyEvents;

  private EndListener ends = EndListener.NONE;

  /** What ended until then has been told, or was over before anybody listened. */
  private Instant toldUntil = Instant.MAX;

  private Instant newestEnd = Instant.MIN;

  /** What active jobs heard that their rows do not show yet. */
  private final Map<JobId, List<TimelineEvent>> unread = new LinkedHashMap<>();

  /** One for each active job that time alone may change, soonest first. */
  private final NavigableSet<Due> due = new TreeSet<>();

  private record Due(Instant at, JobId id) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int order = at.compareTo(other.at);
      return order == 0 ? id.compareTo(other.id) : order;
    }
  }

  /** A job that is not final. */
  private record Active(JobRecord record, Optional<Due> due) {}

  /**
   * @param retention jobs older than that are gone from the store as well
   */
  public JobProjection(Duration retention) {
    this(retention, Rows.MIN_GONE_TO_CLOSE_UP, MAX_EARLY);
  }

  /**
   * @param minGoneToCloseUp rows of jobs that are gone are kept up to that many
   * @param maxEarly events of jobs that are not known are kept up to that many
   */
  JobProjection(Duration retention, int minGoneToCloseUp, int maxEarly) {
    this.retention = retention;
    this.minGoneToCloseUp = minGoneToCloseUp;
    this.maxEarly = maxEarly;
    this.rows = new Rows(minGoneToCloseUp);
  }

  /** A job was stored. */
  public synchronized void add(Job job, Instant now) {
    if (rows.contains(job.id())) {
      return;
    }
    rows.add(job);
    active.put(job.id(), new Active(new JobRecord(job, Timeline.EMPTY), Optional.empty()));
    keep(job.id(), takeEarly(job.id()), now);
  }

  /**
   * Something happened to a job. An answer need not carry its data.
   *
   * @return false if the job is final, so that its other events are not known here: it must be read
   *     again, see {@link #refresh}
   */
  public synchronized boolean add(JobId id, TimelineEvent event, Instant now) {
    if (active.containsKey(id)) {
      keep(id, List.of(event), now);
    } else if (rows.contains(id)) {
      return false;
    } else {
      keepEarly(id, event);
    }
    return true;
  }

  private void keepEarly(JobId id, TimelineEvent event) {
    early.computeIfAbsent(id, _ -> new ArrayList<>()).add(event);
    earlyEvents++;
    while (earlyEvents > maxEarly) {
      takeEarly(early.firstEntry().getKey());
    }
  }

  private List<TimelineEvent> takeEarly(JobId id) {
    var events = Optional.ofNullable(early.remove(id)).orElse(List.of());
    earlyEvents -= events.size();
    return events;
  }

  /** A final job was read again, because something was heard of it after its end. */
  public synchronized void refresh(JobRecord record, Instant now) {
    if (rows.contains(record.job().id())) {
      place(record, now);
    }
  }

  /** A job was deleted. */
  public synchronized void remove(JobId id) {
    deactivate(id);
    takeEarly(id);
    rows.remove(id);
  }

  /** See {@link io.osapi.application.port.JobIndex#whenFinal}. */
  public synchronized void whenFinal(EndListener listener, Instant now) {
    ends = listener;
    toldUntil = now;
  }

  /** Forgets everything: the store begins anew. */
  public synchronized void clear() {
    if (newestEnd.isAfter(toldUntil)) {
      toldUntil = newestEnd;
    }
    rows = new Rows(minGoneToCloseUp);
    active.clear();
    unread.clear();
    early.clear();
    earlyEvents = 0;
    due.clear();
  }

  public synchronized Page page(Filter filter, int limit, int offset, Instant now) {
    settle(now);
    var matching = rows.matching(filter);
    return new Page(rows.newestFirst(matching, limit, offset), matching.cardinality());
  }

  /** The jobs that are not final at {@code now}. */
  public synchronized List<JobRecord> active(Instant now) {
    settle(now);
    return active.values().stream().map(Active::record).toList();
  }

  /** What has become of these jobs at {@code now}; those that are not known are left out. */
  public synchronized Map<JobId, JobStatus> statuses(Collection<JobId> ids, Instant now) {
    settle(now);
    var statuses = new HashMap<JobId, JobStatus>();
    ids.forEach(id -> rows.status(id).ifPresent(status -> statuses.put(id, status)));
    return statuses;
  }

  public synchronized Counts counts(Instant now) {
    settle(now);
    return rows.counts();
  }

  private void keep(JobId id, List<TimelineEvent> news, Instant now) {
    unread.computeIfAbsent(id, _ -> new ArrayList<>()).addAll(news);
    if (unread.size() > MAX_STALE) {
      readNews(now);
    }
  }

  private void readNews(Instant now) {
    var news = new LinkedHashMap<>(unread);
    unread.clear();
    news.forEach((id, events) -> place(active.get(id).record().with(events), now));
  }

  private void place(JobRecord record, Instant now) {
    var id = record.job().id();
    var status = record.status(now);
    rows.setStatus(id, status);
    if (record.job().expected().isEmpty()) {
      began(record.timeline()).forEach(host -> rows.addWorker(id, host));
    }
    boolean ends = deactivate(id) && status.isFinal();
    if (ends) {
      tell(record, status, now);
    }
    if (!status.isFinal()) {
      var next = record.changesByTimeAfter(now).map(at -> new Due(at, id));
      next.ifPresent(due::add);
      active.put(id, new Active(record, next));
    }
  }

  /** All of them, whichever is the one that counts: an index shows a job to each that began it. */
  private static Stream<HostName> began(Timeline timeline) {
    return timeline.events().stream()
        .filter(event ->
            event instanceof TimelineEvent.Started || event instanceof TimelineEvent.Answered)
        .map(TimelineEvent::worker)
        .flatMap(Optional::stream);
  }

  /** Once a job: what is heard after its end may change what it became, but is no other end. */
  private void tell(JobRecord record, JobStatus status, Instant now) {
    var endedAt = endedAt(record, now);
    if (endedAt.isAfter(toldUntil)) {
      var took = Duration.between(record.job().createdAt(), endedAt);
      // Two clocks: the API's wrote when it began, the store's when it ended.
      ends.ended(record.job(), status, took.isNegative() ? Duration.ZERO : took);
    }
    newestEnd = endedAt.isAfter(newestEnd) ? endedAt : newestEnd;
  }

  /** With its last event, or where that left it open, by time. */
  private static Instant endedAt(JobRecord record, Instant now) {
    var events = record.timeline().events();
    return events.isEmpty() || !record.status(events.getLast().at()).isFinal()
        ? now
        : events.getLast().at();
  }

  /** Whether it was active. */
  private boolean deactivate(JobId id) {
    unread.remove(id);
    var was = Optional.ofNullable(active.remove(id));
    was.flatMap(Active::due).ifPresent(due::remove);
    return was.isPresent();
  }

  /** Lets time do what it has done since the last look. */
  private void settle(Instant now) {
    readNews(now);
    while (!due.isEmpty() && !due.first().at().isAfter(now)) {
      place(active.get(due.first().id()).record(), now);
    }
    rows.removeOlderThan(now.minus(retention)).forEach(this::deactivate);
  }
}
