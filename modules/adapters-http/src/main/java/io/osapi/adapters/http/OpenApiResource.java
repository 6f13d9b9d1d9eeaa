package io.osapi.adapters.http;

import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The document of the API, for people and for programs that make clients of it. */
final class OpenApiResource {
  /** RFC 9512. */
  static final String YAML_MEDIA_TYPE = "application/yaml";

  private final Written json;
  private final Written yaml;

  /**
   * @param document asked for when somebody first wants to see it, not when the server starts
   */
  OpenApiResource(Supplier<Map<String, Object>> document) {
    json = new Written(JsonText.MEDIA_TYPE, JsonText::writeIndented, document);
    yaml = new Written(YAML_MEDIA_TYPE, OpenApiResource::writeYaml, document);
  }

  Reply json(Call call) {
    return Reply.of(Status.OK_200, json.content()).withTag();
  }

  Reply yaml(Call call) {
    return Reply.of(Status.OK_200, yaml.content()).withTag();
  }

  private static byte[] writeYaml(Map<String, Object> document) {
    var format =
        YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            // Else a version that is text would be read as a number.
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
    return JsonText.write(format, ObjectWriteContext.empty(), document);
  }

  /** The document in one format, written once. */
  private static final class Written {
    private final String mediaType;
    private final Function<Map<String, Object>, byte[]> format;
    private final Supplier<Map<String, Object>> document;
    private Content.Written content;

    Written(
        String mediaType,
        Function<Map<String, Object>, byte[]> format,
        Supplier<Map<String, Object>> document) {
      this.mediaType = mediaType;
      this.format = format;
      this.document = document;
    }

    synchronized Content content() {
      if (content == null) {
        var text = new String(format.apply(document.get()), StandardCharsets.UTF_8).strip() + "\n";
        content = new Content.Written(mediaType, text.getBytes(StandardCharsets.UTF_8));
      }
      return content;
    }
  }
}
