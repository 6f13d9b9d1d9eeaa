package io.osapi.adapters.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param wraps its cells go on in the next line instead of being cut: an error must stay readable
 */
record Column(String title, boolean wraps, Function<Map<String, Object>, Cell> cell) {

  /** A member of the row, shown by its name and value alone. */
  static Column of(String member) {
    return new Column(title(member), false, row -> Cells.of(member, row.get(member)));
  }

  static Column of(String title, Function<Map<String, Object>, Cell> cell) {
    return new Column(title, false, cell);
  }

  static Column wrapping(String member) {
    return new Column(
        title(member),
        true,
        row -> {
          var cell = Cells.of(member, row.get(member));
          return cell.isNone() ? cell : cell.in(Cell.Tone.BAD);
        });
  }

  static List<Column> of(String... members) {
    return List.of(members).stream().map(Column::of).toList();
  }

  /** {@code total_bytes} is TOTAL, its cells say GiB; {@code used_percent} is USED%. */
  static String title(String name) {
    return name.replaceFirst("(?<=.)_bytes$", "")
        .replaceFirst("^duration_ms$", "duration")
        .replaceFirst("_percent$", "%")
        .toUpperCase(Locale.ROOT);
  }
}
