package io.osapi.application;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps answers small enough for every message and store: what is too long is cut and flagged with
 * the member {@code truncated}, never dropped.
 */
final class CutResults {
  /** As JSON. A message of NATS holds 1 MiB by default, and a page of the API many answers. */
  static final int MAX_RESULT_BYTES = 256 << 10;

  /** Far more than any sentence; a fault has no member that could say that it was cut. */
  static final int MAX_MESSAGE_LENGTH = 8 << 10;

  static final String FLAG = "truncated";
  private static final String ELLIPSIS = "…";

  /** Below this, shorter lists say more than shorter texts. */
  private static final int MIN_TEXT_LENGTH = 512;

  private static final int MAX_ELEMENTS = 32 << 10;

  /** What may stay: characters of a text, elements of a list or members of an inner object. */
  private record Limits(int textLength, int elements) {

    /**
     * From generous to strict, each about half of the one before: first the longest texts become
     * shorter, then the longest lists, then both again.
     */
    static Stream<Limits> everStricter() {
      var texts =
          halves(MAX_RESULT_BYTES / 2, MIN_TEXT_LENGTH).map(it -> new Limits(it, MAX_ELEMENTS));
      var lists = halves(MAX_ELEMENTS / 2, 1).map(it -> new Limits(MIN_TEXT_LENGTH, it));
      var rest = halves(MIN_TEXT_LENGTH / 2, 1).map(it -> new Limits(it, 1));
      return Stream.of(texts, lists, rest).flatMap(it -> it);
    }

    private static Stream<Integer> halves(int from, int to) {
      return IntStream.iterate(from, it -> it >= to, it -> it / 2).boxed();
    }
  }

  private CutResults() {}

  /** The same answer where it is short enough, as nearly all are. */
  static Answer cut(Answer answer) {
    return switch (answer) {
      case Answer.Completed(var changed, var data) ->
          fits(data) ? answer : new Answer.Completed(changed, flagged(data));
      case Answer.Failed(var fault) -> new Answer.Failed(cut(fault));
      case Answer.TimedOut(var fault) -> new Answer.TimedOut(cut(fault));
      case Answer.Skipped(var reason) -> new Answer.Skipped(cut(reason, MAX_MESSAGE_LENGTH));
    };
  }

  private static Fault cut(Fault fault) {
    return new Fault(fault.code(), cut(fault.message(), MAX_MESSAGE_LENGTH));
  }

  private static Map<String, Object> flagged(Map<String, Object> data) {
    return Limits.everStricter()
        .map(limits -> flagged(data, limits))
        .filter(CutResults::fits)
        .findFirst()
        // So many members, or names so long, that nothing of them fits.
        .orElseGet(() -> Map.of(FLAG, true));
  }

  private static Map<String, Object> flagged(Map<String, Object> data, Limits limits) {
    var members = new LinkedHashMap<String, Object>();
    data.forEach((name, value) -> members.put(name, cut(value, limits)));
    members.put(FLAG, true);
    return members;
  }

  private static Object cut(Object value, Limits limits) {
    return switch (value) {
      case String text -> cut(text, limits.textLength());
      case List<?> elements ->
          elements.stream().limit(limits.elements()).map(each -> cut(each, limits)).toList();
      case Map<?, ?> members -> {
        var kept = new LinkedHashMap<Object, Object>();
        members.entrySet().stream()
            .limit(limits.elements())
            .forEach(member -> kept.put(member.getKey(), cut(member.getValue(), limits)));
        yield kept;
      }
      default -> value;
    };
  }

  /** At most that many characters, and a mark where some are missing. */
  static String cut(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    // Half a surrogate pair is no text, and no encoder takes it.
    int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    return text.substring(0, end) + ELLIPSIS;
  }

  /** Stops to count where it is too much, so that the largest output costs no more than a cut. */
  private static boolean fits(Map<String, Object> data) {
    var left = new long[] {MAX_RESULT_BYTES};
    return fits(data, left);
  }

  private static boolean fits(Object value, long[] left) {
    return switch (value) {
      case String text -> take(left, text);
      case List<?> elements -> {
        left[0] -= "[]".length() + elements.size();
        yield left[0] >= 0 && elements.stream().allMatch(each -> fits(each, left));
      }
      case Map<?, ?> members -> {
        left[0] -= "{}".length() + 2L * members.size();
        yield left[0] >= 0
            && members.entrySet().stream()
                .allMatch(member ->
                    take(left, (String) member.getKey()) && fits(member.getValue(), left));
      }
      default -> {
        left[0] -= value.toString().length();
        yield left[0] >= 0;
      }
    };
  }

  private static boolean take(long[] left, String text) {
    left[0] -= "\"\"".length();
    for (int i = 0; i < text.length() && left[0] >= 0; i++) {
      left[0] -= jsonBytes(text.charAt(i));
    }
    return left[0] >= 0;
  }

  /** In UTF-8, escaped where JSON demands it (RFC 8259, section 7). */
  private static int jsonBytes(char character) {
    if (character < ' ') {
      return "\\u0000".length();
    } else if (character == '"' || character == '\\') {
      return 2;
    } else if (character < 0x80) {
      return 1;
    }
    // Each half of a surrogate pair has two of its four bytes.
    return character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
  }
}
