package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds answers against the document of the API. Stricter than clients may be: a member that the
 * document does not know is a fault.
 */
final class Contract {
  static final JsonMapper JSON = new JsonMapper();
  private static final String BASE = "https://osapi.invalid/openapi.json";

  private final JsonNode document;
  private final SchemaRegistry schemas;
  private final Map<String, Schema> cached = new ConcurrentHashMap<>();

  Contract(Map<String, Object> openApi) {
    document = JSON.valueToTree(openApi);
    close(document);
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemas(Map.of(BASE, document.toString())));
  }

  /** An answer must be one that the document announces; what it does not serve may have any. */
  void check(String method, String path, int status, String mediaType, byte[] body) {
    var template = template(path.replaceFirst("\\?.*", ""));
    var operation = document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      return;
    }
    var pointer = pointer(template, method, status);
    var response = document.at(pointer);
    assertThat(response.isMissingNode())
        .as("%s %s may be answered with %s", method, template, status)
        .isFalse();
    if (response.has("$ref")) {
      pointer = response.path("$ref").stringValue().substring(1);
      response = document.at(pointer);
    }
    if (!response.has("content")) {
      assertThat(body).isEmpty();
      return;
    }
    assertThat(response.path("content").has(mediaType))
        .as("%s %s may be answered as %s", method, template, mediaType)
        .isTrue();
    if (mediaType.endsWith("json")) {
      var schema = pointer + "/content/" + escape(mediaType) + "/schema";
      assertThat(schema(schema).validate(JSON.readTree(body)))
          .as("%s %s: %s", method, path, new String(body, StandardCharsets.UTF_8))
          .isEmpty();
    }
  }

  /** The path as the document has it: a literal one comes before those that would match it. */
  private String template(String path) {
    return document.path("paths").propertyNames().stream()
        .filter(template -> Pattern.matches(template.replaceAll("\\{[^}]+}", "[^/]+"), path))
        .min((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
        .orElse("");
  }

  private static String pointer(String template, String method, int status) {
    return "/paths/"
        + escape(template)
        + "/"
        + method.toLowerCase(Locale.ROOT)
        + "/responses/"
        + status;
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private Schema schema(String pointer) {
    return cached.computeIfAbsent(
        pointer,
        _ ->
            schemas.getSchema(
                SchemaLocation.of(BASE + "#" + pointer.replace("{", "%7B").replace("}", "%7D"))));
  }

  private static void close(JsonNode node) {
    node.forEach(Contract::close);
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
  }
}
