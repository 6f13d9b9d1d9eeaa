package io.osapi.domain.job;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;

/** Which workers a job is for. */
public sealed interface Target {

  /** One live worker, whichever takes it: exactly one executes. */
  record Any() implements Target {}

  /** Every live worker. */
  record All() implements Target {}

  /** One host, live or not: it gets the job when it returns. */
  record Host(HostName name) implements Target {}

  /** Every worker whose label {@code key} is {@code path} or lies below it. */
  record Label(String key, String path) implements Target {
    public Label {
      if (!Labels.isValidKey(key) || !Labels.isValidPath(path)) {
        throw refused("/target");
      }
    }
  }

  /**
   * Reads {@code _any}, {@code _all}, a host name, or {@code key:path}.
   *
   * @param pointer where the text stands in what the caller sent
   * @throws ProblemException if it is none of these
   */
  static Target parse(String text, String pointer) {
    if (text.equals("_any")) {
      return new Any();
    } else if (text.equals("_all")) {
      return new All();
    } else if (HostName.isValid(text)) {
      return new Host(new HostName(text));
    }
    int colon = text.indexOf(':');
    if (colon > 0
        && Labels.isValidKey(text.substring(0, colon))
        && Labels.isValidPath(text.substring(colon + 1))) {
      return new Label(text.substring(0, colon), text.substring(colon + 1));
    }
    throw refused(pointer);
  }

  /** The form that {@link #parse} reads. */
  default String text() {
    return switch (this) {
      case Any _ -> "_any";
      case All _ -> "_all";
      case Host(var name) -> name.value();
      case Label(var key, var path) -> key + ":" + path;
    };
  }

  /** Whether this target means that worker, whether or not it is there now. */
  default boolean includes(Worker worker) {
    return switch (this) {
      case Any _, All _ -> true;
      case Host(var name) -> worker.host().equals(name);
      case Label(var key, var path) -> worker.labels().isAtOrBelow(key, path);
    };
  }

  private static ProblemException refused(String pointer) {
    return ProblemException.invalid(
        Violation.badFormat(
            pointer, "must be _any, _all, a host name, or a label such as group:web.dev"));
  }
}
