package io.osapi.adapters.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** By which a caller says that two requests are the same one, sent twice. */
final class IdempotencyKey {
  static final HeaderName NAME = HeaderNames.create("Idempotency-Key");

  private static final Pattern GRAMMAR = Pattern.compile("[ -~]{1,255}");
  private static final String HINT = "must be 1 to 255 printable ASCII characters";

  static final Field FIELD =
      new Field(
          NAME.defaultCase(),
          new Type.Text(Optional.of(GRAMMAR.pattern()), HINT),
          "Any text of the caller's choice, 1 to 255 printable ASCII characters: the same key with"
              + " the same body gives the same job for 24 hours",
          false,
          Optional.empty());

  private IdempotencyKey() {}

  /**
   * @throws ProblemException {@code INVALID_INPUT}
   */
  static Optional<String> of(Call call) {
    var keys = call.header(FIELD.name());
    var pointer = Call.headerPointer(FIELD.name());
    if (keys.size() > 1) {
      throw ProblemException.invalid(
          new Violation(pointer, "duplicate-parameter", "is there twice"));
    } else if (!keys.stream().allMatch(key -> GRAMMAR.matcher(key).matches())) {
      throw ProblemException.invalid(Violation.badFormat(pointer, HINT));
    }
    return keys.stream().findFirst();
  }

  /** Equal for bodies that say the same: order of members and white space do not count. */
  static String fingerprint(Map<String, Object> body) {
    try {
      var text = JsonText.write(Map.of("body", canonical(body)));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** Members in the order of their names; one that is null counts as absent, as for its reader. */
  private static Object canonical(Object value) {
    return switch (value) {
      case Map<?, ?> object -> {
        var members = new TreeMap<String, Object>();
        object.forEach((name, member) -> {
          if (member != null) {
            members.put((String) name, canonical(member));
          }
        });
        yield members;
      }
      case List<?> list -> list.stream().map(IdempotencyKey::element).toList();
      default -> value;
    };
  }

  /** No reader takes a list with a null in it, so what stands for it need only be constant. */
  private static Object element(Object value) {
    return value == null ? "" : canonical(value);
  }
}
