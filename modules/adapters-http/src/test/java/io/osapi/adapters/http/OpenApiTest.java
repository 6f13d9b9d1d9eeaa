package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.osapi.domain.operation.Catalogue;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The document of what we ship, as it is served. */
class OpenApiTest {
  /** Maven runs the tests of a module in its directory. */
  private static final Path REFERENCE = Path.of("../../docs/reference/openapi.json");

  private static RunningApi api;
  private static String text;
  private static JsonNode document;

  @BeforeAll
  static void read() {
    api = new RunningApi(Catalogue.standard(), Patience.USUAL);
    text = api.sendWithoutToken("GET", "/openapi.json", "").text();
    document = Contract.JSON.readTree(text);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void it_has_every_route_that_is_served_and_no_other() {
    var documented = new TreeSet<String>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(api.routes().all().stream().map(Route::name).toList());
  }

  @Test
  void a_parser_of_openapi_finds_nothing_wrong_with_it() {
    var options = new ParseOptions();
    options.setResolve(true);
    var parsed = new OpenAPIV3Parser().readContents(text, List.of(), options);

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.1.1");
    assertThat(parsed.getOpenAPI().getPaths()).hasSameSizeAs(document.path("paths"));
  }

  @Test
  void its_schemas_are_json_schema() {
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
    var schemas = document.findValues("schema");
    document.path("components").path("schemas").forEach(schemas::add);

    assertThat(schemas)
        .hasSizeGreaterThan(50)
        .allSatisfy(schema -> assertThat(metaSchema.validate(schema)).isEmpty());
    assertThat(metaSchema.validate(Contract.JSON.readTree("{\"type\":\"text\"}"))).isNotEmpty();
  }

  @Test
  void its_examples_are_what_their_schemas_say() {
    var registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of("https://osapi.invalid/openapi.json", text)));
    var examples = new ArrayList<String>();
    document
        .path("components")
        .path("schemas")
        .properties()
        .forEach(component ->
            component
                .getValue()
                .path("examples")
                .forEach(example -> {
                  examples.add(component.getKey());
                  assertThat(
                          registry
                              .getSchema(
                                  SchemaLocation.of(
                                      "https://osapi.invalid/openapi.json#/components/schemas/"
                                          + component.getKey()))
                              .validate(example))
                      .as(component.getKey())
                      .isEmpty();
                }));

    assertThat(examples).contains("JobRequest", "JobCreated", "JobRetry");
  }

  @Test
  void every_reference_leads_somewhere() {
    assertThat(document.findValues("$ref"))
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(document.at(reference.stringValue().substring(1)).isObject()).isTrue());
  }

  @Test
  void every_route_is_named_in_camel_case_and_tells_what_can_go_wrong() {
    assertThat(document.findValues("operationId"))
        .allSatisfy(id -> assertThat(id.stringValue()).matches("[a-z][A-Za-z0-9]*"));
    for (var route : api.routes().all()) {
      var operation =
          document
              .path("paths")
              .path(route.path())
              .path(route.method().text().toLowerCase(Locale.ROOT));
      assertThat(operation.path("summary").stringValue()).isEqualTo(route.summary());
      assertThat(operation.path("responses").has("500")).as(route.name()).isTrue();
      boolean isGuarded = route.access() instanceof Access.Needs;
      assertThat(operation.path("responses").has("401")).as(route.name()).isEqualTo(isGuarded);
      assertThat(operation.path("security").isEmpty()).as(route.name()).isEqualTo(!isGuarded);
    }
  }

  @Test
  void as_yaml_it_says_the_same() {
    var got = api.sendWithoutToken("GET", "/openapi.yaml", "");

    assertThat(got.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(new YAMLMapper().readTree(got.text())).isEqualTo(document);
  }

  @Test
  void whoever_has_it_already_is_told_so() {
    var tag = api.sendWithoutToken("GET", "/openapi.json", "").header("ETag");

    assertThat(api.sendWithoutToken("GET", "/openapi.json", "", "If-None-Match", tag).status())
        .isEqualTo(304);
  }

  @Test
  void the_reference_is_what_is_served() throws IOException {
    if (Boolean.getBoolean("osapi.regenerate")) {
      Files.writeString(REFERENCE, text);
    }
    assertThat(Files.readString(REFERENCE))
        .as(
            "%s is not what is served; 'mvn -pl modules/adapters-http -am test"
                + " -Dosapi.regenerate=true' writes it anew",
            REFERENCE)
        .isEqualTo(text);
  }
}
