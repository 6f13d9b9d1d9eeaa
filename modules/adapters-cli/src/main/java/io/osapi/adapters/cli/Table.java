package io.osapi.adapters.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lays cells out in columns, with heavy box lines or plain. */
final class Table {
  /** A column is not made narrower than this; a terminal that is, gets longer lines. */
  private static final int NARROWEST_COLUMN = 6;

  private static final int NARROWEST_WRAPPING_COLUMN = 20;

  /** Between two plain columns. */
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows;
  private final boolean colours;
  private final int[] widths;

  Table(List<Column> columns, List<List<Cell>> rows, boolean colours) {
    this.columns = columns;
    this.rows = rows;
    this.colours = colours;
    this.widths =
        IntStream.range(0, columns.size())
            .map(i ->
                rows.stream()
                    .mapToInt(row -> Text.columns(row.get(i).text()))
                    .reduce(Text.columns(columns.get(i).title()), Math::max))
            .toArray();
  }

  /** Terminal columns that it takes with box lines when nothing is cut. */
  int width() {
    return Arrays.stream(widths).sum() + 3 * columns.size() + 1;
  }

  List<String> boxed(OptionalInt available) {
    var fitted = fit(available, 3 * columns.size() + 1);
    var lines = new ArrayList<String>();
    lines.add(rule(fitted, "┏", "━", "┳", "┓"));
    lines.add(joined(titles(fitted), "┃ ", " ┃ ", " ┃"));
    lines.add(rule(fitted, "┡", "━", "╇", "┩"));
    for (var row : rows) {
      lines(row, fitted).forEach(line -> lines.add(joined(line, "│ ", " │ ", " │")));
    }
    lines.add(rule(fitted, "└", "─", "┴", "┘"));
    return lines;
  }

  List<String> plain(OptionalInt available) {
    var fitted = fit(available, GAP.length() * (columns.size() - 1));
    var lines = new ArrayList<String>();
    lines.add(joined(titles(fitted), "", GAP, "").stripTrailing());
    for (var row : rows) {
      lines(row, fitted).forEach(line -> lines.add(joined(line, "", GAP, "").stripTrailing()));
    }
    return lines;
  }

  /** The widest column gives way first, the wrapping one before all others. */
  private int[] fit(OptionalInt available, int lines) {
    var fitted = widths.clone();
    if (available.isEmpty()) {
      return fitted;
    }
    int excess = Arrays.stream(fitted).sum() + lines - available.getAsInt();
    while (excess > 0) {
      int widest =
          IntStream.range(0, fitted.length)
              .filter(i -> fitted[i] > narrowest(i))
              .reduce((a, b) -> fitted[b] > fitted[a] ? b : a)
              .orElse(-1);
      if (widest < 0) {
        break;
      }
      fitted[widest]--;
      excess--;
    }
    return fitted;
  }

  private int narrowest(int column) {
    if (columns.get(column).wraps()) {
      return NARROWEST_WRAPPING_COLUMN;
    }
    // The first column says what the row is about: it is never cut.
    return column == 0 ? widths[0] : NARROWEST_COLUMN;
  }

  private List<String> titles(int[] fitted) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> {
          var title = Text.shorten(columns.get(i).title(), fitted[i]);
          var padded =
              isNumeric(i) ? Text.padLeft(title, fitted[i]) : Text.padRight(title, fitted[i]);
          return colours ? "\u001b[1m" + padded + "\u001b[0m" : padded;
        })
        .toList();
  }

  private boolean isNumeric(int column) {
    return rows.stream().anyMatch(row -> row.get(column).isNumber());
  }

  /** A row takes as many lines as its longest wrapped cell. */
  private List<List<String>> lines(List<Cell> row, int[] fitted) {
    var wrapped =
        IntStream.range(0, row.size())
            .mapToObj(i ->
                columns.get(i).wraps()
                    ? Text.wrap(row.get(i).text(), fitted[i])
                    : List.of(Text.shorten(row.get(i).text(), fitted[i])))
            .toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
    return IntStream.range(0, height)
        .mapToObj(line ->
            IntStream.range(0, row.size())
                .mapToObj(i -> {
                  var text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
                  return cell(row.get(i), text, fitted[i]);
                })
                .toList())
        .toList();
  }

  private String cell(Cell cell, String text, int width) {
    var padded = cell.isNumber() ? Text.padLeft(text, width) : Text.padRight(text, width);
    return colours && !text.isEmpty() ? cell.tone().paint(padded) : padded;
  }

  private static String joined(List<String> cells, String left, String between, String right) {
    return left + String.join(between, cells) + right;
  }

  private static String rule(int[] widths, String left, String line, String cross, String right) {
    return Arrays.stream(widths)
        .mapToObj(width -> line.repeat(width + 2))
        .collect(Collectors.joining(cross, left, right));
  }
}
