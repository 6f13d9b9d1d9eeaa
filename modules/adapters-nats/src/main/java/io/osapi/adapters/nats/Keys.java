package io.osapi.adapters.nats;

import io.osapi.domain.access.TokenId;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The only place that knows the keys of our buckets.
 *
 * <p>A host name becomes one token by an encoding that no two names share ({@link DeviceId#of}):
 * {@code .} is {@code _d}, {@code _} is {@code _u}. The grammar of host names allows no other
 * character that means something to NATS.
 */
final class Keys {
  /** Stands for the host in events of the API side; no host name begins so. */
  private static final String NO_HOST = "_api";

  private static final String JOB = "jobs.";
  private static final String EVENT = "status.";
  private static final String CLAIM = "claims.";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Keys() {}

  static String token(HostName host) {
    return DeviceId.of(host).value();
  }

  static HostName host(String token) {
    return new HostName(token.replace("_d", ".").replace("_u", "_"));
  }

  /** Empty where it is no host's token. */
  static Optional<HostName> validHost(String token) {
    var name = token.replace("_d", ".").replace("_u", "_");
    return HostName.isValid(name) ? Optional.of(new HostName(name)) : Optional.empty();
  }

  static String job(JobId id) {
    return JOB + id;
  }

  /** Where an event that is no answer is kept: {@code status.<id>.<event>.<host>.<nanos>}. */
  static String event(JobId id, TimelineEvent event) {
    var host = event.worker().map(Keys::token).orElse(NO_HOST);
    long nanos = event.at().getEpochSecond() * NANOS_PER_SECOND + event.at().getNano();
    return EVENT + id + "." + event.kind().text() + "." + host + "." + nanos;
  }

  static String eventsOf(JobId id) {
    return EVENT + id + ".>";
  }

  /** The cancellations of all jobs. */
  static String cancellations() {
    return EVENT + "*." + TimelineEvent.Kind.CANCELLED.text() + ".>";
  }

  /** The cancellation of one job. */
  static String cancellationOf(JobId id) {
    return EVENT + id + "." + TimelineEvent.Kind.CANCELLED.text() + "." + NO_HOST + ".*";
  }

  /** The events of one kind that a worker tells, of any job. */
  static String eventsOfWorker(TimelineEvent.Kind kind, String token) {
    return EVENT + "*." + kind.text() + "." + token + ".*";
  }

  static String claim(String digest) {
    return CLAIM + digest;
  }

  /** An id may hold anything visible; a subject may not. */
  static String revokedToken(TokenId id) {
    return HexFormat.of().formatHex(id.value().getBytes(StandardCharsets.US_ASCII));
  }

  static boolean isJob(String key) {
    return key.startsWith(JOB);
  }

  static boolean isEvent(String key) {
    return key.startsWith(EVENT);
  }

  /** The job of a key in the bucket of jobs and events. */
  static JobId jobOfQueue(String key) {
    return isJob(key) ? jobOfJob(key) : jobOfEvent(key);
  }

  static JobId jobOfJob(String key) {
    return new JobId(key.substring(JOB.length()));
  }

  static JobId jobOfEvent(String key) {
    return new JobId(key.split("\\.")[1]);
  }

  static String answer(JobId id, HostName host) {
    return id + "." + token(host);
  }

  static String answersOf(JobId id) {
    return id + ".>";
  }

  static JobId jobOfAnswer(String key) {
    return new JobId(key.split("\\.", 2)[0]);
  }

  static HostName hostOfAnswer(String key) {
    return host(key.substring(key.indexOf('.') + 1));
  }

  static String worker(HostName host) {
    return token(host);
  }
}
