package io.osapi.adapters.http;

import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What this server can have done. */
final class CatalogueResource {
  private final Map<String, Object> operations;
  private final String version;

  CatalogueResource(Catalogue catalogue, String version) {
    this.operations =
        Map.of("operations", catalogue.operations().stream().map(CatalogueResource::view).toList());
    this.version = version;
  }

  Reply operations(Call call) {
    return Reply.ok(operations).withTag();
  }

  Reply version(Call call) {
    return Reply.ok(Map.of("version", version));
  }

  private static Map<String, Object> view(Operation<?, ?> operation) {
    var view = new LinkedHashMap<String, Object>();
    view.put("type", operation.name().toString());
    view.put("summary", operation.summary());
    view.put("scope", operation.scope().text());
    view.put("effect", operation.effect().name().toLowerCase(Locale.ROOT));
    view.put("default_timeout", operation.timeout().toString());
    view.put("input", Schema.input(operation.input()));
    view.put("output", Schema.output(operation.output()));
    return view;
  }
}
