package io.osapi.adapters.http;

import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What this server can have done. */
final class CatalogueResource {
  private final Catalogue catalogue;
  private final String version;

  CatalogueResource(Catalogue catalogue, String version) {
    this.catalogue = catalogue;
    this.version = version;
  }

  Reply operations(Call call) {
    var views = catalogue.operations().stream().map(CatalogueResource::view).toList();
    return Reply.ok(Map.of("operations", views)).withTag();
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
