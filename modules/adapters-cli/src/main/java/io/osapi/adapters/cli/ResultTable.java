package io.osapi.adapters.cli;

import io.osapi.domain.operation.Effect;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.shape.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of an operation's results, from its output's shape: a row for each host. {@code table}
 * gives records in short, {@code wide} spreads them: {@code MEMORY.USED}.
 */
final class ResultTable {
  /** Members of a result that are about the host's part, not of the output. */
  private static final Set<String> OWN =
      Set.of("hostname", "status", "changed", "duration_ms", "error", "error_code");

  private final Operation<?, ?> operation;
  private final List<Map<String, Object>> results;
  private final Optional<Field> listed;

  private ResultTable(Operation<?, ?> operation, List<Map<String, Object>> results) {
    this.operation = operation;
    this.results = results;
    this.listed = listed(operation.output());
  }

  static View.Part.Table of(Operation<?, ?> operation, List<Map<String, Object>> results) {
    var table = new ResultTable(operation, results);
    var rows = table.rows();
    return new View.Part.Table(table.columns(false, rows), table.columns(true, rows), rows);
  }

  /** Results of an operation that this catalogue does not know: whatever members they have. */
  static View.Part.Table ofUnknown(List<Map<String, Object>> results) {
    var members =
        results.stream()
            .flatMap(result -> result.keySet().stream())
            .filter(name -> !OWN.contains(name))
            .distinct()
            .map(Column::of)
            .toList();
    var columns = framed(members, results, true);
    return new View.Part.Table(columns, columns, results);
  }

  /** An output that is little more than one list of records has a row for each of them. */
  private static Optional<Field> listed(Shape<?> output) {
    var lists = output.fields().stream().filter(ResultTable::isListOfRecords).toList();
    boolean nothingElse =
        output.fields().stream().allMatch(field -> field.type() instanceof Type.Many);
    return lists.size() == 1 && nothingElse ? Optional.of(lists.getFirst()) : Optional.empty();
  }

  private static boolean isListOfRecords(Field field) {
    return field.type() instanceof Type.Many many && many.element() instanceof Type.Nested;
  }

  private List<Map<String, Object>> rows() {
    if (listed.isEmpty()) {
      return results;
    }
    var name = listed.get().name();
    var rows = new ArrayList<Map<String, Object>>();
    for (var result : results) {
      var elements = Json.maps(result, name);
      if (elements.isEmpty()) {
        rows.add(result);
      }
      for (int i = 0; i < elements.size(); i++) {
        var row = new LinkedHashMap<>(result);
        if (i > 0) {
          // What is the host's, and not the element's, is said once.
          row.keySet().retainAll(OWN);
        }
        row.put(name, elements.get(i));
        rows.add(row);
      }
    }
    return rows;
  }

  private List<Column> columns(boolean wide, List<Map<String, Object>> rows) {
    var columns = new ArrayList<Column>();
    for (var field : operation.output().fields()) {
      if (OWN.contains(field.name())) {
        continue;
      } else if (listed.filter(field::equals).isPresent()) {
        spread(elementShape(field), List.of(field.name()), "", columns);
      } else if (wide && field.type() instanceof Type.Nested nested) {
        spread(nested.shape(), List.of(field.name()), field.name() + ".", columns);
      } else {
        columns.add(column(field, List.of(), ""));
      }
    }
    return framed(columns, rows, operation.effect() != Effect.QUERY);
  }

  private static Shape<?> elementShape(Field field) {
    return ((Type.Nested) ((Type.Many) field.type()).element()).shape();
  }

  private static void spread(
      Shape<?> shape, List<String> path, String prefix, List<Column> columns) {
    shape.fields().forEach(field -> columns.add(column(field, path, prefix)));
  }

  /** A field of the record at {@code path} of the row. */
  private static Column column(Field field, List<String> path, String prefix) {
    return Column.of(
        Column.title(prefix + field.name()),
        row -> {
          var record = row;
          for (var name : path) {
            record = Json.map(record, name);
          }
          return Cells.of(field, record.get(field.name()));
        });
  }

  /** Host and status first, the error last; columns that no row fills are left out. */
  private static List<Column> framed(
      List<Column> members, List<Map<String, Object>> rows, boolean mayChange) {
    var columns = new ArrayList<Column>();
    columns.add(Column.of("hostname"));
    columns.add(Column.of("status"));
    var optional = new ArrayList<Column>();
    optional.add(Column.of("duration_ms"));
    if (mayChange) {
      optional.add(Column.of("changed"));
    }
    optional.addAll(members);
    optional.add(Column.wrapping("error"));
    optional.stream()
        .filter(column -> rows.stream().anyMatch(row -> !column.cell().apply(row).isNone()))
        .forEach(columns::add);
    return columns;
  }
}
