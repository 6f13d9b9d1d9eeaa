package io.osapi.adapters.cli;

import java.util.List;
import java.util.Map;

/**
 * What a command has to show.
 *
 * @param document for {@code json} and {@code yaml}: all of it
 * @param rows for {@code jsonl}: one line each
 * @param nameMember for {@code name}: the member of a row that identifies it
 * @param parts for people
 */
record View(Object document, List<Map<String, Object>> rows, String nameMember, List<Part> parts) {

  /** One block on the screen. */
  sealed interface Part {

    /**
     * @param columns none where only {@code wide} shows the table
     * @param wide the columns that {@code wide} shows instead
     */
    record Table(List<Column> columns, List<Column> wide, List<Map<String, Object>> rows)
        implements Part {}

    /** Names and values, one a line; those without a value are left out. */
    record Facts(Map<String, Cell> facts) implements Part {}
  }

  static View table(
      Object document, List<Map<String, Object>> rows, String nameMember, List<Column> columns) {
    return table(document, rows, nameMember, columns, columns);
  }

  static View table(
      Object document,
      List<Map<String, Object>> rows,
      String nameMember,
      List<Column> columns,
      List<Column> wide) {
    return new View(document, rows, nameMember, List.of(new Part.Table(columns, wide, rows)));
  }

  /** One thing, all its members. */
  static View facts(Map<String, Object> document, String nameMember) {
    return new View(
        document, List.of(document), nameMember, List.of(new Part.Facts(Facts.of(document))));
  }
}
