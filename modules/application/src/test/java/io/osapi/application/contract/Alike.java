package io.osapi.application.contract;

import static java.util.stream.Collectors.toMap;

import io.osapi.application.memory.TimelineEvents;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.TimelineEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Makes equal what a store may change: an event's time, and the Java class of a number. */
final class Alike {
  private Alike() {}

  static List<TimelineEvent> alike(Collection<? extends TimelineEvent> events) {
    return events.stream().map(Alike::alike).toList();
  }

  static TimelineEvent alike(TimelineEvent event) {
    var timeless = TimelineEvents.at(event, Instant.EPOCH);
    if (timeless instanceof TimelineEvent.Answered answered
        && answered.answer() instanceof Answer.Completed(var changed, var data)) {
      return new TimelineEvent.Answered(
          answered.host(),
          answered.at(),
          answered.took(),
          new Answer.Completed(changed, members(data)));
    }
    return timeless;
  }

  private static Map<String, Object> members(Map<?, ?> values) {
    return values.entrySet().stream()
        .collect(toMap(entry -> (String) entry.getKey(), entry -> plain(entry.getValue())));
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      case List<?> elements -> elements.stream().map(Alike::plain).toList();
      case Map<?, ?> values -> members(values);
      default -> value;
    };
  }
}
