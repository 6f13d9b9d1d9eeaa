package io.osapi.application.memory;

import io.osapi.domain.job.TimelineEvent;
import java.time.Instant;

/** Rewrites events. */
public final class TimelineEvents {
  private TimelineEvents() {}

  /** The same event at another time. */
  public static TimelineEvent at(TimelineEvent event, Instant at) {
    return switch (event) {
      case TimelineEvent.Acknowledged it -> new TimelineEvent.Acknowledged(it.host(), at);
      case TimelineEvent.Started it -> new TimelineEvent.Started(it.host(), at, it.attempt());
      case TimelineEvent.Progress it -> new TimelineEvent.Progress(it.host(), at, it.message());
      case TimelineEvent.Answered it ->
          new TimelineEvent.Answered(it.host(), at, it.took(), it.answer());
      case TimelineEvent.Lost it -> new TimelineEvent.Lost(it.host(), at);
      case TimelineEvent.Cancelled it -> new TimelineEvent.Cancelled(at, it.by(), it.finished());
      case TimelineEvent.Expired _ -> new TimelineEvent.Expired(at);
      case TimelineEvent.Retried it -> new TimelineEvent.Retried(at, it.as(), it.by());
    };
  }
}
