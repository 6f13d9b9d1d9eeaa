package io.osapi.adapters.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.osapi.adapters.nats.Json.Unreadable;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.worker.HostName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Jobs, their events and the workers' answers as JSON. */
final class Codec {
  private static final String EVENT = "Osapi-Event";

  /** The answer itself, where it is small: followers need not read it. */
  private static final String ANSWER = "Osapi-Answer";

  /** In bytes. What every API process hears of all answers is to stay small. */
  static final int MAX_ANSWER_IN_HEADER = 512;

  /** In place of an answer: why there could be none. */
  private static final String UNDELIVERED = "Osapi-Undelivered";

  private static final String EXPECTED = "expected";

  private final Catalogue catalogue;

  Codec(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  byte[] job(Job job) {
    var members = members(job);
    members.put(EXPECTED, job.expected().stream().map(HostName::value).toList());
    return Json.write(members);
  }

  /** All of it but the expected workers. */
  Map<String, Object> members(Job job) {
    var members = Members.versioned();
    members.put("id", job.id().value());
    members.put("operation", job.invocation().operation().name().toString());
    members.put("input", input(job.invocation()));
    members.put("target", job.target().text());
    members.put("timeout", job.timeout().toString());
    members.put("created_at", job.createdAt().toString());
    members.put("expires_at", job.expiresAt().toString());
    members.put("created_by", job.createdBy());
    job.retryOf().ifPresent(original -> members.put("retry_of", original.value()));
    return members;
  }

  Job job(byte[] bytes) {
    return Members.reading(
        "job",
        () -> {
          var in = Members.of(bytes);
          return job(in, in.texts(EXPECTED).stream().map(HostName::new).toList());
        });
  }

  /** A job of which the expected workers are told elsewhere. */
  Job job(Members in, List<HostName> expected) {
    return new Job(
        new JobId(in.text("id")),
        catalogue.invocation(in.text("operation"), in.object("input"), ""),
        Target.parse(in.text("target"), "/target"),
        expected,
        Duration.parse(in.text("timeout")),
        Instant.parse(in.text("created_at")),
        Instant.parse(in.text("expires_at")),
        in.text("created_by"),
        in.optionalText("retry_of").map(JobId::new));
  }

  byte[] event(TimelineEvent event) {
    var members = Members.versioned();
    switch (event) {
      case TimelineEvent.Acknowledged _, TimelineEvent.Lost _, TimelineEvent.Expired _ -> {}
      case TimelineEvent.Started started -> members.put("attempt", started.attempt());
      case TimelineEvent.Progress progress -> members.put("message", progress.message());
      case TimelineEvent.Cancelled cancelled -> {
        members.put("by", cancelled.by());
        members.put(
            "finished", cancelled.finished().stream().sorted().map(HostName::value).toList());
      }
      case TimelineEvent.Retried retried -> {
        members.put("as", retried.as().value());
        members.put("by", retried.by());
      }
      case TimelineEvent.Answered answered -> answer(members, answered);
    }
    return Json.write(members);
  }

  private static void answer(Map<String, Object> members, TimelineEvent.Answered answered) {
    members.put("event", answered.kind().text());
    members.put("took", answered.took().toString());
    switch (answered.answer()) {
      case Answer.Completed completed -> {
        completed.changed().ifPresent(changed -> members.put("changed", changed));
        members.put("data", completed.data());
      }
      case Answer.Failed failed -> fault(members, failed.fault());
      case Answer.TimedOut timedOut -> fault(members, timedOut.fault());
      case Answer.Skipped skipped -> members.put("reason", skipped.reason());
    }
  }

  /** The event under a key that {@link Keys#event} made, at the store's time. */
  TimelineEvent event(KeyBucket.Entry entry) {
    return Members.reading(
        "event",
        () -> {
          var tokens = entry.key().split("\\.");
          var kind = TimelineEvent.Kind.valueOf(tokens[2].toUpperCase(Locale.ROOT));
          return event(kind, tokens[3], Members.of(entry.value()), entry.recordedAt());
        });
  }

  private static TimelineEvent event(
      TimelineEvent.Kind kind, String hostToken, Members in, Instant at) {
    return switch (kind) {
      case ACKNOWLEDGED -> new TimelineEvent.Acknowledged(Keys.host(hostToken), at);
      case STARTED ->
          new TimelineEvent.Started(Keys.host(hostToken), at, in.number("attempt").intValue());
      case PROGRESS -> new TimelineEvent.Progress(Keys.host(hostToken), at, in.text("message"));
      case LOST -> new TimelineEvent.Lost(Keys.host(hostToken), at);
      case CANCELLED ->
          new TimelineEvent.Cancelled(
              at,
              in.text("by"),
              new HashSet<>(in.texts("finished").stream().map(HostName::new).toList()));
      case EXPIRED -> new TimelineEvent.Expired(at);
      case RETRIED -> new TimelineEvent.Retried(at, new JobId(in.text("as")), in.text("by"));
      case SUBMITTED, COMPLETED, FAILED, SKIPPED, TIMED_OUT ->
          throw new Unreadable(kind + " is not kept as an event", null);
    };
  }

  /** The answer under a key that {@link Keys#answer} made, at the store's time. */
  TimelineEvent.Answered answer(KeyBucket.Entry entry) {
    return answer(entry, entry.value());
  }

  private static TimelineEvent.Answered answer(KeyBucket.Entry entry, byte[] bytes) {
    return Members.reading(
        "answer",
        () -> {
          var in = Members.of(bytes);
          return new TimelineEvent.Answered(
              Keys.hostOfAnswer(entry.key()),
              entry.recordedAt(),
              Duration.parse(in.text("took")),
              answer(TimelineEvent.Kind.valueOf(in.text("event").toUpperCase(Locale.ROOT)), in));
        });
  }

  /**
   * What followers see of an answer without reading it.
   *
   * @param bytes the answer as it is stored
   */
  static Headers headers(TimelineEvent.Answered answered, byte[] bytes) {
    var headers = new Headers().add(EVENT, answered.kind().text());
    if (NatsDeadLetters.isWordOfFailedDelivery(answered.answer())) {
      answered.answer().error().ifPresent(fault -> headers.add(UNDELIVERED, fault.code()));
    }
    if (fitsHeader(bytes)) {
      headers.add(ANSWER, new String(bytes, StandardCharsets.US_ASCII));
    }
    return headers;
  }

  /** Header values are of printable ASCII characters. */
  private static boolean fitsHeader(byte[] bytes) {
    if (bytes.length > MAX_ANSWER_IN_HEADER) {
      return false;
    }
    for (byte each : bytes) {
      if (each < ' ' || each > '~') {
        return false;
      }
    }
    return true;
  }

  /** An answer of which only the headers travelled: the whole of it where they hold it. */
  TimelineEvent.Answered told(KeyBucket.Entry entry, Message message) {
    var headers = Optional.ofNullable(message.getHeaders()).orElseGet(Headers::new);
    return Optional.ofNullable(headers.getLast(ANSWER))
        .filter(text -> text.length() <= MAX_ANSWER_IN_HEADER)
        .map(text -> answer(entry, text.getBytes(StandardCharsets.US_ASCII)))
        .orElseGet(() -> outline(entry, headers));
  }

  private static TimelineEvent.Answered outline(KeyBucket.Entry entry, Headers headers) {
    return Members.reading(
        "answer",
        () -> {
          var kind =
              Optional.ofNullable(headers.getLast(EVENT))
                  .orElseThrow(() -> new Unreadable("an answer without the header " + EVENT, null))
                  .toUpperCase(Locale.ROOT);
          return new TimelineEvent.Answered(
              Keys.hostOfAnswer(entry.key()),
              entry.recordedAt(),
              Duration.ZERO,
              Optional.ofNullable(headers.getLast(UNDELIVERED))
                  .<Answer>map(code -> new Answer.Failed(new Fault(code, "")))
                  .orElseGet(() -> Answer.outline(TimelineEvent.Kind.valueOf(kind))));
        });
  }

  private static Answer answer(TimelineEvent.Kind kind, Members in) {
    return switch (kind) {
      case COMPLETED -> new Answer.Completed(in.flag("changed"), in.object("data"));
      case FAILED -> new Answer.Failed(fault(in));
      case TIMED_OUT -> new Answer.TimedOut(fault(in));
      case SKIPPED -> new Answer.Skipped(in.text("reason"));
      case SUBMITTED, ACKNOWLEDGED, STARTED, PROGRESS, LOST, CANCELLED, EXPIRED, RETRIED ->
          throw new Unreadable(kind + " is no answer", null);
    };
  }

  private static <I extends Record, O extends Record> Map<String, Object> input(
      Invocation<I, O> invocation) {
    return invocation.operation().input().write(invocation.input());
  }

  private static void fault(Map<String, Object> members, Fault fault) {
    members.put("error", Map.of("code", fault.code(), "message", fault.message()));
  }

  private static Fault fault(Members in) {
    var fault = new Members(in.object("error"));
    return new Fault(fault.text("code"), fault.text("message"));
  }
}
