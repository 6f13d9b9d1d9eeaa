package io.osapi.adapters.nats;

import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.util.ArrayList;
import java.util.List;

/**
 * The only place that knows how announcements find their workers.
 *
 * @param prefix the first tokens of all subjects, without a dot at the end
 */
record Subjects(String prefix) {
  private static final String ALL_BELOW = ".>";

  /** From a stream's subjects, which are a prefix and all below it: {@code jobs.>}. */
  static Subjects below(String subjects) {
    if (!subjects.endsWith(ALL_BELOW)) {
      throw new IllegalArgumentException(
          "job.stream_subjects must be a prefix and '.>', such as jobs.>, and is " + subjects);
    }
    return new Subjects(subjects.substring(0, subjects.length() - ALL_BELOW.length()));
  }

  /** Where a job is announced. */
  String announcement(Job job) {
    return prefix + "." + kind(job.invocation().operation().effect()) + "." + route(job.target());
  }

  /** What the consumer that all workers share listens to. */
  List<String> sharedFilters() {
    return List.of(prefix + ".*._any");
  }

  /** The same for all hosts and labels: one of few texts, whatever the fleet. */
  String template(Job job) {
    var route =
        switch (job.target()) {
          case Target.Any _ -> "_any";
          case Target.All _ -> "_all";
          case Target.Host _ -> "host.{host}";
          case Target.Label _ -> "label.{key}.{value}";
        };
    return prefix + "." + kind(job.invocation().operation().effect()) + "." + route;
  }

  /**
   * What a worker's own consumer listens to: its name, broadcasts, each label with all above it.
   */
  List<String> ownFilters(Worker worker) {
    var filters = new ArrayList<String>();
    filters.add(prefix + ".*.host." + Keys.token(worker.host()));
    filters.add(prefix + ".*._all");
    worker
        .labels()
        .values()
        .forEach((key, path) ->
            Labels.pathAndParents(path)
                .forEach(each -> filters.add(prefix + ".*.label." + key + "." + each)));
    return filters;
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
      case Target.Host(var name) -> "host." + Keys.token(name);
      case Target.Label(var key, var path) -> "label." + key + "." + path;
    };
  }
}
