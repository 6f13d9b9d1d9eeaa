package io.osapi.adapters.cli;

import io.osapi.domain.problem.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What the API's catalogue says: this program's own may be older or newer. */
final class CatalogueCommands {
  private static final String PATH = Api.BASE + "/operations";

  private CatalogueCommands() {}

  static CommandSpec words() {
    return CommandSpec.create()
        .addSubcommand("list", Commands.command("List all operations", CatalogueCommands::list))
        .addSubcommand(
            "explain",
            Commands.command("One operation: its input and output", CatalogueCommands::explain)
                .addPositional(Commands.argument("<operation>", "Such as network.dns.update")));
  }

  private static int list(Call call) {
    var document = call.api().ask(Api.Request.get(PATH));
    var operations = Json.maps(document, "operations");
    call.print(
        View.table(
            document,
            operations,
            "type",
            Column.of("type", "scope", "summary"),
            Column.of("type", "effect", "scope", "default_timeout", "summary")));
    return Exit.OK;
  }

  static List<Map<String, Object>> operations(Api api) {
    return Json.maps(api.ask(Api.Request.get(PATH)), "operations");
  }

  private static int explain(Call call) {
    var operations = operations(call.api());
    var name = call.argument();
    var operation =
        operations.stream()
            .filter(each -> Json.text(each, "type").filter(name::equals).isPresent())
            .findFirst()
            .orElseThrow(() -> unknown(name, operations));
    var parts = new ArrayList<View.Part>();
    parts.add(new View.Part.Facts(facts(call, operation)));
    addFields(parts, "input", Json.map(operation, "input"));
    addFields(parts, "output", Json.map(operation, "output"));
    call.print(new View(operation, List.of(operation), "type", parts));
    return Exit.OK;
  }

  private static Cli.Refused unknown(String name, List<Map<String, Object>> operations) {
    var names = operations.stream().flatMap(each -> Json.text(each, "type").stream()).toList();
    return new Cli.Refused(
        Exit.NOT_FOUND,
        List.of(
            "There is no operation '" + name + "'" + Nearest.hint(name, names),
            "See 'osapi client operation list'."));
  }

  private static Map<String, Cell> facts(Call call, Map<String, Object> operation) {
    var facts = new LinkedHashMap<String, Cell>();
    operation.forEach((name, value) -> {
      if (!(value instanceof Map)) {
        facts.put(name, Cells.of(name, value));
      }
    });
    Json.text(operation, "type")
        .flatMap(type -> call.catalogue().find(type))
        .ifPresent(known ->
            facts.put("command", Cell.text(OperationCommands.words(call.catalogue(), known))));
    return facts;
  }

  /** The members of a JSON Schema, those of inner objects with dots. */
  private static void addFields(List<View.Part> parts, String title, Map<String, Object> schema) {
    var rows = new ArrayList<Map<String, Object>>();
    addRows(rows, "", schema);
    if (!rows.isEmpty()) {
      var columns = new ArrayList<Column>();
      columns.add(Column.of(title.toUpperCase(Locale.ROOT), row -> Cells.of("", row.get("name"))));
      columns.addAll(Column.of("type", "required", "default", "description"));
      parts.add(new View.Part.Table(columns, columns, rows));
    }
  }

  private static void addRows(
      List<Map<String, Object>> rows, String prefix, Map<String, Object> schema) {
    var required = schema.get("required") instanceof List<?> names ? names : List.of();
    Json.map(schema, "properties")
        .forEach((name, value) -> {
          var property = Json.asMap(value);
          var row = new LinkedHashMap<String, Object>();
          row.put("name", prefix + name);
          row.put("type", type(property));
          row.put("required", required.contains(name));
          row.put("default", property.get("default"));
          row.put("description", property.get("description"));
          rows.add(row);
          addRows(rows, prefix + name + ".", property);
          addRows(rows, prefix + name + "[].", Json.map(property, "items"));
        });
  }

  private static String type(Map<String, Object> property) {
    var type = String.valueOf(property.getOrDefault("type", "any"));
    return type.equals("array") ? "list" : type;
  }
}
