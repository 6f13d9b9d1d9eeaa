package io.osapi.adapters.nats;

import io.osapi.adapters.nats.Json.Unreadable;
import io.osapi.domain.problem.ProblemException;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The members of a decoded object, asked for by name and type.
 *
 * <p>Every object says its version. Readers pass over members that they do not know, so that
 * processes of neighbouring releases understand each other.
 */
record Members(Map<String, Object> members) {
  private static final int VERSION = 1;

  /** The beginning of an object to be written. */
  static Map<String, Object> versioned() {
    var members = new LinkedHashMap<String, Object>();
    members.put("v", VERSION);
    return members;
  }

  static Members of(byte[] bytes) {
    var in = new Members(Json.read(bytes));
    if (in.number("v").intValue() != VERSION) {
      throw new Unreadable("version " + in.number("v") + "; this process reads " + VERSION, null);
    }
    return in;
  }

  /** Runs a decoder: whatever is wrong with a stored value is one error to the caller. */
  static <T> T reading(String what, Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (ProblemException
        | IllegalArgumentException
        | DateTimeException
        | IndexOutOfBoundsException wrong) {
      throw new Unreadable("unreadable " + what + ": " + wrong.getMessage(), wrong);
    }
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name, "text"));
  }

  Optional<String> optionalText(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Number number(String name) {
    if (members.get(name) instanceof Number number) {
      return number;
    }
    throw missing(name, "number");
  }

  Optional<Boolean> flag(String name) {
    return members.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  List<String> texts(String name) {
    if (members.get(name) instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw missing(name, "list");
  }

  @SuppressWarnings("unchecked") // JSON object keys are strings
  Map<String, Object> object(String name) {
    if (members.get(name) instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw missing(name, "object");
  }

  private static Unreadable missing(String name, String type) {
    return new Unreadable("has no " + type + " '" + name + "'", null);
  }
}
