package io.osapi.adapters.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flattens a document of any depth to one line a value: {@code components.nats.status}. */
final class Facts {
  private Facts() {}

  static Map<String, Cell> of(Map<String, Object> document) {
    var facts = new LinkedHashMap<String, Cell>();
    document.forEach((name, value) -> add(facts, name, name, value));
    return facts;
  }

  private static void add(Map<String, Cell> facts, String path, String name, Object value) {
    switch (value) {
      case Map<?, ?> members ->
          Json.asMap(members)
              .forEach((member, each) -> add(facts, path + "." + member, member, each));
      case List<?> elements when elements.stream().anyMatch(Map.class::isInstance) -> {
        for (int i = 0; i < elements.size(); i++) {
          var element = new LinkedHashMap<>(Json.asMap(elements.get(i)));
          var label = label(element, i);
          element.values().remove(label);
          add(facts, path + "." + label, name, element);
        }
      }
      case List<?> elements ->
          facts.put(
              path,
              Cell.text(
                  String.join(", ", elements.stream().map(each -> String.valueOf(each)).toList())));
      case null -> facts.put(path, Cell.NONE);
      default -> facts.put(path, Cells.of(name, value));
    }
  }

  private static String label(Map<String, Object> element, int index) {
    return Json.text(element, "name")
        .or(() -> Json.text(element, "hostname"))
        .orElse(String.valueOf(index));
  }
}
