package io.osapi.adapters.nats;

import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.util.ArrayList;
import java.util.List;

/**
 * The only place that knows subjects and keys.
 *
 * <p>A host name becomes one token by an encoding that no two names share: {@code .} is {@code _d},
 * {@code _} is {@code _u}. The grammar of host names and labels allows no other character that means
 * something to NATS.
 */
final class Subjects {
  /** Stands for the host in events of the API side; no host name begins so. */
  static final String NO_HOST = "_api";

  private static final String PREFIX = "jobs";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Subjects() {}

  static String token(HostName host) {
    return host.value().replace("_", "_u").replace(".", "_d");
  }

  static HostName host(String token) {
    return new HostName(token.replace("_d", ".").replace("_u", "_"));
  }

  /** Where a job is announced. */
  static String announcement(Job job) {
    return PREFIX + "." + kind(job.invocation().operation().effect()) + "." + route(job.target());
  }

  /** What the consumer that all workers share listens to. */
  static List<String> sharedFilters() {
    return List.of(PREFIX + "." + kind(Effect.QUERY) + "._any", PREFIX + "." + kind(Effect.MODIFY) + "._any");
  }

  /** What a worker's own consumer listens to: its name, broadcasts, and each label with all above it. */
  static List<String> ownFilters(Worker worker) {
    var filters = new ArrayList<String>();
    filters.add(PREFIX + ".*.host." + token(worker.host()));
    filters.add(PREFIX + ".*._all");
    worker
        .labels()
        .values()
        .forEach(
            (key, path) ->
                Labels.pathAndParents(path)
                    .forEach(each -> filters.add(PREFIX + ".*.label." + key + "." + each)));
    return filters;
  }

  static String jobKey(JobId id) {
    return "jobs." + id;
  }

  /** Where an event that is no answer is kept: {@code status.<id>.<event>.<host>.<nanos>}. */
  static String eventKey(JobId id, TimelineEvent event) {
    var host = event.worker().map(Subjects::token).orElse(NO_HOST);
    long nanos = event.at().getEpochSecond() * NANOS_PER_SECOND + event.at().getNano();
    return "status." + id + "." + event.kind().text() + "." + host + "." + nanos;
  }

  static String eventKeys(JobId id) {
    return "status." + id + ".>";
  }

  static String answerKey(JobId id, HostName host) {
    return id + "." + token(host);
  }

  static String answerKeys(JobId id) {
    return id + ".>";
  }

  static HostName hostOfAnswer(String key) {
    return host(key.substring(key.indexOf('.') + 1));
  }

  /** The job that a key of either bucket belongs to. */
  static JobId jobOf(String key) {
    var tokens = key.split("\\.", 3);
    return new JobId(tokens[0].equals("status") || tokens[0].equals("jobs") ? tokens[1] : tokens[0]);
  }

  static String workerKey(HostName host) {
    return token(host);
  }

  private static String kind(Effect effect) {
    return switch (effect) {
      case QUERY -> "query";
      case MODIFY, EXECUTE -> "modify";
    };
  }

  private static String route(Target target) {
    return switch (target) {
      case Target.Any _ -> "_any";
      case Target.All _ -> "_all";
      case Target.Host(var name) -> "host." + token(name);
      case Target.Label(var key, var path) -> "label." + key + "." + path;
    };
  }
}
