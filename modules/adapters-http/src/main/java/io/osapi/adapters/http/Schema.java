package io.osapi.adapters.http;

import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.shape.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes as JSON Schema (2020-12), which is also the schema of OpenAPI 3.1. */
final class Schema {
  private final boolean isOpen;

  /**
   * @param isOpen whether objects may have members that the shape does not know
   */
  private Schema(boolean isOpen) {
    this.isOpen = isOpen;
  }

  /** Of what callers send: strict, as its decoder is. */
  static Map<String, Object> input(Shape<?> shape) {
    return new Schema(false).of(shape);
  }

  /** Of what workers answer: a newer worker may say more. */
  static Map<String, Object> output(Shape<?> shape) {
    return new Schema(true).of(shape);
  }

  private Map<String, Object> of(Shape<?> shape) {
    var properties = new LinkedHashMap<String, Object>();
    shape.fields().forEach(field -> properties.put(field.name(), of(field)));
    var schema = new LinkedHashMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    var required = shape.fields().stream().filter(Field::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!isOpen) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  /** The members of {@link #output}. */
  static List<Component.Member> members(Shape<?> shape) {
    var open = new Schema(true);
    return shape.fields().stream()
        .map(field -> new Component.Member(field.name(), open.of(field), field.required()))
        .toList();
  }

  /** Of a parameter, in a path, a query or a header field. */
  static Map<String, Object> parameter(Field field) {
    var schema = new Schema(false).of(field);
    schema.remove("description");
    return schema;
  }

  private Map<String, Object> of(Field field) {
    var schema = of(field.type());
    schema.put("description", field.about());
    field
        .fallback()
        .ifPresent(text -> schema.put("default", ParameterText.value(field.type(), text)));
    return schema;
  }

  private Map<String, Object> of(Type type) {
    var schema = new LinkedHashMap<String, Object>();
    switch (type) {
      case Type.Text text -> {
        schema.put("type", "string");
        // JSON Schema searches for the pattern; ours matches the whole text.
        text.pattern().ifPresent(pattern -> schema.put("pattern", "^(?:" + pattern + ")$"));
        schema.put("maxLength", Type.MAX_TEXT_LENGTH);
      }
      case Type.Whole whole -> {
        schema.put("type", "integer");
        schema.put("format", whole.isInt() ? "int32" : "int64");
        if (whole.min() > (whole.isInt() ? Integer.MIN_VALUE : Long.MIN_VALUE)) {
          schema.put("minimum", whole.min());
        }
        if (whole.max() < (whole.isInt() ? Integer.MAX_VALUE : Long.MAX_VALUE)) {
          schema.put("maximum", whole.max());
        }
      }
      case Type.Decimal decimal -> {
        schema.put("type", "number");
        schema.put("format", "double");
        if (decimal.min() > -Double.MAX_VALUE) {
          schema.put("minimum", decimal.min());
        }
        if (decimal.max() < Double.MAX_VALUE) {
          schema.put("maximum", decimal.max());
        }
      }
      case Type.Flag _ -> schema.put("type", "boolean");
      case Type.Time _ -> {
        schema.put("type", "string");
        schema.put("format", "date-time");
      }
      case Type.Span _ -> {
        schema.put("type", "string");
        schema.put("format", "duration");
      }
      case Type.Choice choice -> {
        schema.put("type", "string");
        schema.put("enum", choice.names());
      }
      case Type.Many many -> {
        schema.put("type", "array");
        schema.put("items", of(many.element()));
        schema.put("minItems", many.min());
        schema.put("maxItems", many.max());
      }
      case Type.Named named -> {
        schema.put("type", "object");
        schema.put("additionalProperties", of(named.value()));
        schema.put("maxProperties", named.max());
      }
      case Type.Nested nested -> schema.putAll(of(nested.shape()));
    }
    return schema;
  }
}
