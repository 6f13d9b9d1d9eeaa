package io.osapi.adapters.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lays cells out in columns, with heavy box lines or plain.
 *
 * <p>Where the last column wraps, it is an error: with box lines, a row that has nothing but it to
 * say says it across its empty cells.
 */
final class Table {
  /** Less of a cell says nothing. */
  private static final int NARROWEST_COLUMN = 8;

  private static final int NARROWEST_WRAPPING_COLUMN = 20;

  /** Between two columns: a line with a blank on each side, or two blanks. */
  private static final int BOX_GAP = 3;

  private static final String PLAIN_GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows;
  private final boolean colours;
  private final boolean hasErrorColumn;

  Table(List<Column> columns, List<List<Cell>> rows, boolean colours) {
    this.columns = columns;
    this.rows = rows;
    this.colours = colours;
    this.hasErrorColumn = !columns.isEmpty() && columns.getLast().wraps();
  }

  /** Terminal columns that it takes with box lines when nothing is cut. */
  int width() {
    return boxWidth(natural(shownInBox()));
  }

  /** Terminal columns that it takes with box lines when as much is cut as may be. */
  int narrowestWidth() {
    var widths = natural(shownInBox());
    return boxWidth(
        IntStream.range(0, widths.length)
            .map(i -> Math.min(widths[i], narrowest(i, widths)))
            .toArray());
  }

  List<String> boxed(OptionalInt available) {
    int shown = shownInBox();
    var widths = natural(shown);
    fit(widths, available, boxWidth(widths) - Arrays.stream(widths).sum());
    var lines = new ArrayList<String>();
    lines.add(rule(widths, "┏", "━", "┳", "┓"));
    lines.add("┃ " + String.join(" ┃ ", titles(widths)) + " ┃");
    lines.add(rule(widths, "┡", "━", "╇", "┩"));
    for (var row : rows) {
      boxedRow(row, widths).forEach(line -> lines.add("│ " + String.join(" │ ", line) + " │"));
    }
    lines.add(rule(widths, "└", "─", "┴", "┘"));
    return lines;
  }

  List<String> plain(OptionalInt available) {
    var widths = natural(columns.size());
    fit(widths, available, PLAIN_GAP.length() * (widths.length - 1));
    var lines = new ArrayList<String>();
    lines.add(String.join(PLAIN_GAP, titles(widths)).stripTrailing());
    for (var row : rows) {
      lines(row, widths).forEach(line -> lines.add(String.join(PLAIN_GAP, line).stripTrailing()));
    }
    return lines;
  }

  private int[] natural(int shown) {
    return IntStream.range(0, shown)
        .map(i ->
            rows.stream()
                .filter(row -> shown == columns.size() || !isSpanned(row) || i < spanStart(row))
                .mapToInt(row -> Text.columns(row.get(i).text()))
                .reduce(Text.columns(columns.get(i).title()), Math::max))
        .map(width -> Math.max(1, width))
        .toArray();
  }

  private static int boxWidth(int[] widths) {
    return Arrays.stream(widths).sum() + BOX_GAP * widths.length + 1;
  }

  /** The widest column gives way first; the first, which says what the row is about, never. */
  private void fit(int[] widths, OptionalInt available, int lines) {
    int excess =
        available.isEmpty() ? 0 : Arrays.stream(widths).sum() + lines - available.getAsInt();
    for (; excess > 0; excess--) {
      var widest =
          IntStream.range(0, widths.length)
              .filter(i -> widths[i] > narrowest(i, widths))
              .reduce((a, b) -> widths[b] > widths[a] ? b : a);
      if (widest.isEmpty()) {
        return;
      }
      widths[widest.getAsInt()]--;
    }
  }

  private int narrowest(int column, int[] widths) {
    if (columns.get(column).wraps()) {
      return NARROWEST_WRAPPING_COLUMN;
    }
    return column == 0 ? widths[0] : NARROWEST_COLUMN;
  }

  /** Without the column of errors, if each of them has room in its row. */
  private int shownInBox() {
    boolean allSpanned =
        hasErrorColumn && rows.stream().allMatch(row -> row.getLast().isNone() || isSpanned(row));
    if (!allSpanned) {
      return columns.size();
    }
    int shown = columns.size() - 1;
    var widths = natural(shown);
    boolean roomy =
        rows.stream()
            .filter(this::isSpanned)
            .allMatch(row -> spanWidth(spanStart(row), widths) >= NARROWEST_WRAPPING_COLUMN);
    return roomy ? shown : columns.size();
  }

  private boolean isSpanned(List<Cell> row) {
    return hasErrorColumn && !row.getLast().isNone() && spanStart(row) < row.size() - 1;
  }

  /** Where the empty cells before the error begin. */
  private static int spanStart(List<Cell> row) {
    int start = row.size() - 1;
    while (start > 1 && row.get(start - 1).isNone()) {
      start--;
    }
    return start;
  }

  private static int spanWidth(int start, int[] widths) {
    return Arrays.stream(widths, start, widths.length).sum()
        + BOX_GAP * (widths.length - start - 1);
  }

  private List<List<String>> boxedRow(List<Cell> row, int[] widths) {
    if (widths.length == columns.size() || row.getLast().isNone()) {
      return lines(row.subList(0, widths.length), widths);
    }
    int start = spanStart(row);
    var cells = new ArrayList<>(row.subList(0, start));
    cells.add(row.getLast());
    var merged = Arrays.copyOf(widths, start + 1);
    merged[start] = spanWidth(start, widths);
    return lines(cells, merged);
  }

  private List<String> titles(int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> {
          var title = Text.shorten(columns.get(i).title(), widths[i]);
          var padded =
              isNumeric(i) ? Text.padLeft(title, widths[i]) : Text.padRight(title, widths[i]);
          return colours ? "\u001b[1m" + padded + "\u001b[0m" : padded;
        })
        .toList();
  }

  private boolean isNumeric(int column) {
    return rows.stream().anyMatch(row -> row.get(column).isNumber());
  }

  /** A row takes as many lines as its error; other cells are cut. */
  private List<List<String>> lines(List<Cell> row, int[] widths) {
    boolean hasError = hasErrorColumn && row.getLast().tone() == Cell.Tone.BAD;
    var wrapped =
        IntStream.range(0, row.size())
            .mapToObj(i ->
                hasError && i == row.size() - 1
                    ? Text.wrap(row.get(i).text(), widths[i])
                    : List.of(Text.shorten(row.get(i).text(), widths[i])))
            .toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
    return IntStream.range(0, height)
        .mapToObj(line ->
            IntStream.range(0, row.size())
                .mapToObj(i -> {
                  var text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
                  return cell(row.get(i), text, widths[i]);
                })
                .toList())
        .toList();
  }

  private String cell(Cell cell, String text, int width) {
    var padded = cell.isNumber() ? Text.padLeft(text, width) : Text.padRight(text, width);
    return colours && !text.isEmpty() ? cell.tone().paint(padded) : padded;
  }

  private static String rule(int[] widths, String left, String line, String cross, String right) {
    return Arrays.stream(widths)
        .mapToObj(width -> line.repeat(width + 2))
        .collect(Collectors.joining(cross, left, right));
  }
}
