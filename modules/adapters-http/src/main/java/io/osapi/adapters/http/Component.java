package io.osapi.adapters.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A JSON Schema with a name. Wherever one schema has another as a value, the document of the API
 * refers to it by name.
 *
 * @param name in {@code PascalCase}; generated clients name a class by it
 * @param source makes the schema, which is for those who read the document and not for the start
 */
record Component(String name, Supplier<Map<String, Object>> source) {

  /**
   * A member of an object.
   *
   * @param schema of its value: a map, or a {@link Component}
   */
  record Member(String name, Object schema, boolean isRequired) {

    Member orAbsent() {
      return new Member(name, schema, false);
    }
  }

  Map<String, Object> schema() {
    return source.get();
  }

  static Member member(String name, String about, Map<String, Object> schema) {
    var described = new LinkedHashMap<>(schema);
    described.put("description", about);
    return new Member(name, described, true);
  }

  static Member member(String name, Component schema) {
    return new Member(name, schema, true);
  }

  /** Of what we answer: open, as a later version may say more. */
  static Component answer(String name, String about, Member... members) {
    return new Component(name, () -> object(about, List.of(members)));
  }

  /** Of what callers send: closed, as its reader is. */
  static Component request(String name, String about, Member... members) {
    return new Component(
        name,
        () -> {
          var schema = object(about, List.of(members));
          schema.put("additionalProperties", false);
          return schema;
        });
  }

  /** The same with an example, which a test holds against the schema. */
  Component like(Map<String, Object> example) {
    return new Component(
        name,
        () -> {
          var more = new LinkedHashMap<>(schema());
          more.put("examples", List.of(example));
          return more;
        });
  }

  static Map<String, Object> object(String about, List<Member> members) {
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    for (var member : members) {
      properties.put(member.name(), member.schema());
      if (member.isRequired()) {
        required.add(member.name());
      }
    }
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("description", about);
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }
}
