package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cell.Tone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a {@link View} in the format that was asked for. */
final class Printer {
  private final Terminal terminal;
  private final Cli.Format format;

  Printer(Terminal terminal, Cli.Format format) {
    this.terminal = terminal;
    this.format = format;
  }

  void print(View view) {
    switch (format) {
      case JSON -> terminal.data(Json.writeIndented(view.document()));
      case JSONL -> view.rows().forEach(row -> terminal.data(Json.write(row)));
      case YAML -> terminal.data(Json.writeYaml(view.document()));
      case NAME ->
          view.rows().stream()
              .filter(row -> row.get(view.nameMember()) != null)
              .forEach(row -> terminal.data(name(row.get(view.nameMember()))));
      case TABLE -> printParts(view, false);
      case WIDE -> printParts(view, true);
    }
  }

  private static String name(Object value) {
    return Visible.line(value.toString());
  }

  private void printParts(View view, boolean wide) {
    boolean first = true;
    for (var part : view.parts()) {
      if (part instanceof View.Part.Table table && !wide && table.columns().isEmpty()) {
        continue;
      }
      if (!first) {
        terminal.data("");
      }
      first = false;
      switch (part) {
        case View.Part.Facts(var facts) -> printFacts(facts);
        case View.Part.Table table -> printTable(table, wide);
      }
    }
  }

  private void printFacts(Map<String, Cell> facts) {
    var shown = new LinkedHashMap<>(facts);
    shown.values().removeIf(Cell::isNone);
    int widest = shown.keySet().stream().mapToInt(Text::columns).max().orElse(0);
    shown.forEach((name, cell) -> {
      var label = Text.padRight(Visible.line(name), widest);
      terminal.data(paint(Tone.DIM, label) + "  " + paint(cell.tone(), cell.text()));
    });
  }

  private void printTable(View.Part.Table table, boolean wide) {
    var columns = wide ? table.wide() : table.columns();
    var cells =
        table.rows().stream()
            .map(row -> columns.stream().map(column -> column.cell().apply(row)).toList())
            .toList();
    var drawing = new Table(columns, cells, terminal.colours());
    if (!fits(drawing, wide)) {
      printBlocks(columns, cells);
    } else if (terminal.drawsBoxes()) {
      drawing.boxed(terminal.width()).forEach(terminal::data);
    } else {
      drawing.plain(terminal.width()).forEach(terminal::data);
    }
  }

  /** {@code wide} means nothing is cut; a table that is cut must still say something. */
  private boolean fits(Table drawing, boolean wide) {
    var available = terminal.width();
    return available.isEmpty()
        || (wide ? drawing.width() : drawing.narrowestWidth()) <= available.getAsInt();
  }

  /** A table that is too wide to be read across is read downwards: one block a row. */
  private void printBlocks(List<Column> columns, List<List<Cell>> rows) {
    for (var row : rows) {
      terminal.data(paint(Tone.PLAIN, row.getFirst().text()));
      int widest =
          columns.stream().mapToInt(column -> Text.columns(column.title())).max().orElse(0);
      for (int i = 1; i < row.size(); i++) {
        if (!row.get(i).isNone()) {
          var label = paint(Tone.DIM, Text.padRight(columns.get(i).title(), widest));
          terminal.data("  " + label + "  " + paint(row.get(i).tone(), row.get(i).text()));
        }
      }
    }
  }

  private String paint(Tone tone, String text) {
    return terminal.colours() ? tone.paint(text) : text;
  }
}
