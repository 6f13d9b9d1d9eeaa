package io.osapi.adapters.cli;

import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.shape.Type;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns values into cells. A name's last word is its unit ({@code total_bytes}, {@code
 * used_percent}, {@code avg_rtt_ms}), so a name and a value are enough; a shape, where there is
 * one, tells a record from a map.
 */
final class Cells {
  /** Elements of a list that a cell shows; the others are counted. */
  private static final int SHOWN_ELEMENTS = 3;

  /** Members that stand for a record that has no better short form. */
  private static final int SHOWN_NUMBERS = 3;

  private static final int SHOWN_TEXTS = 2;

  private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT[\\d:]{8})\\.\\d+Z");

  private static final Pattern SPAN = Pattern.compile("PT[0-9HMS.]{2,30}");

  private Cells() {}

  static Cell of(String name, Object value) {
    return switch (value) {
      case null -> Cell.NONE;
      case Number number -> Cell.number(number(name, number));
      case Boolean flag -> Cell.text(flag ? "yes" : "no");
      case List<?> list ->
          Cell.text(list(list.stream().map(each -> of(name, each).text()).toList()));
      case Map<?, ?> map -> Cell.text(pairs(map));
      default -> ofText(name, value.toString());
    };
  }

  /** A record becomes its short form, a list of records theirs. */
  static Cell of(Field field, Object value) {
    if (field.type() instanceof Type.Nested nested && value instanceof Map<?, ?>) {
      return Cell.text(summary(nested.shape(), field.name(), Json.asMap(value)));
    }
    if (field.type() instanceof Type.Many many
        && many.element() instanceof Type.Nested nested
        && value instanceof List<?> elements) {
      return Cell.text(list(summaries(nested.shape(), elements)));
    }
    return of(field.name(), value);
  }

  private static Cell ofText(String name, String text) {
    if (name.endsWith("status") || name.equals("liveness") || name.equals("state")) {
      return Cell.status(text);
    }
    if (SPAN.matcher(text).matches()) {
      return Cell.text(Spans.parse(text).map(Spans::text).orElse(text));
    }
    // A timeline needs its milliseconds.
    var time = TIME.matcher(text);
    return Cell.text(time.matches() && !name.equals("timestamp") ? time.group(1) + "Z" : text);
  }

  private static String number(String name, Number number) {
    var exact = new BigDecimal(number.toString());
    if (name.endsWith("_bytes") || name.equals("bytes")) {
      return bytes(exact);
    } else if (name.endsWith("_percent")) {
      return rounded(exact, 1) + "%";
    } else if (name.equals("duration_ms")) {
      return Spans.text(Duration.ofMillis(exact.longValue()));
    }
    return rounded(exact, 3);
  }

  /** 16.2 GiB: three digits are what the eye takes in. */
  static String bytes(BigDecimal bytes) {
    int unit = 0;
    var value = bytes;
    while (value.abs().compareTo(BigDecimal.valueOf(1024)) >= 0 && unit < BINARY_UNITS.length - 1) {
      value = value.divide(BigDecimal.valueOf(1024), MathContext.DECIMAL64);
      unit++;
    }
    boolean precise = unit > 0 && value.abs().compareTo(BigDecimal.valueOf(100)) < 0;
    return value.setScale(precise ? 1 : 0, RoundingMode.HALF_UP) + " " + BINARY_UNITS[unit];
  }

  private static String rounded(BigDecimal exact, int places) {
    return exact.scale() <= places
        ? exact.toPlainString()
        : exact.setScale(places, RoundingMode.HALF_UP).toPlainString();
  }

  private static String pairs(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + of((String) entry.getKey(), entry.getValue()).text())
        .collect(Collectors.joining(", "));
  }

  private static String list(List<String> texts) {
    if (texts.size() <= SHOWN_ELEMENTS + 1) {
      return String.join(", ", texts);
    }
    return String.join(", ", texts.subList(0, SHOWN_ELEMENTS))
        + ", +"
        + (texts.size() - SHOWN_ELEMENTS);
  }

  /** "31% of 3.9 GiB", "4d1h", the member that bears the record's name, or the first few. */
  private static String summary(Shape<?> shape, String name, Map<String, Object> record) {
    return usage(record)
        .or(() -> seconds(shape, record))
        .or(() -> Optional.ofNullable(record.get(name)).map(Object::toString))
        .orElseGet(() -> firstMembers(shape, record));
  }

  private static Optional<String> usage(Map<String, Object> record) {
    if (record.get("used_bytes") instanceof Number used
        && record.get("total_bytes") instanceof Number total
        && total.doubleValue() > 0) {
      var percent = Math.round(100 * used.doubleValue() / total.doubleValue());
      return Optional.of(
          String.format(
              Locale.ROOT, "%d%% of %s", percent, bytes(new BigDecimal(total.toString()))));
    }
    return Optional.empty();
  }

  private static Optional<String> seconds(Shape<?> shape, Map<String, Object> record) {
    return shape.fields().stream()
        .map(Field::name)
        .filter(name -> name.endsWith("_seconds") && record.get(name) instanceof Number)
        .map(name -> Spans.text(Duration.ofSeconds(((Number) record.get(name)).longValue())))
        .findFirst();
  }

  private static String firstMembers(Shape<?> shape, Map<String, Object> record) {
    var present =
        shape.fields().stream().filter(field -> record.get(field.name()) != null).toList();
    boolean numbers =
        present.stream().limit(SHOWN_NUMBERS).allMatch(f -> record.get(f.name()) instanceof Number);
    return present.stream()
        .limit(numbers ? SHOWN_NUMBERS : SHOWN_TEXTS)
        .map(field -> of(field, record.get(field.name())).text())
        .filter(text -> !text.equals(Cell.NONE.text()))
        .collect(Collectors.joining(" "));
  }

  /** "/var 97%, / 41%": the first member names the element; the fullest, where one is, go first. */
  private static List<String> summaries(Shape<?> shape, List<?> elements) {
    var share =
        shape.fields().stream()
            .map(Field::name)
            .filter(name -> name.endsWith("_percent"))
            .findFirst();
    var records = new ArrayList<>(elements.stream().map(Json::asMap).toList());
    share.ifPresent(name -> records.sort(Comparator.comparing(each -> -percent(each, name))));
    return records.stream()
        .map(record -> {
          var first = shape.fields().getFirst();
          var label = of(first, record.get(first.name())).text();
          return share
              .filter(record::containsKey)
              .map(name -> label + " " + Math.round(percent(record, name)) + "%")
              .orElse(label);
        })
        .toList();
  }

  private static double percent(Map<String, Object> record, String name) {
    return record.get(name) instanceof Number number ? number.doubleValue() : 0;
  }
}
