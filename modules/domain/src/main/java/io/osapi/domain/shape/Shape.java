package io.osapi.domain.shape;

import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as seen from outside: its fields in order, and the way between the record and plain
 * values ({@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean}), which any
 * format can carry.
 *
 * <p>Made once per record class; immutable.
 */
public final class Shape<R extends Record> {
  private static final ClassValue<Shape<?>> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape<?> computeValue(Class<?> recordClass) {
          return made(recordClass.asSubclass(Record.class));
        }
      };

  private final Class<R> recordClass;
  private final List<Member> members;
  private final Constructor<R> constructor;

  /** A field with the way to read it from a record. */
  private record Member(Field field, boolean optional, Method accessor) {}

  private Shape(Class<R> recordClass, List<Member> members, Constructor<R> constructor) {
    this.recordClass = recordClass;
    this.members = members;
    this.constructor = constructor;
  }

  /**
   * The shape of a public record whose components have types that {@link Type} knows.
   *
   * @throws IllegalArgumentException if a component lacks {@link About} or has another type
   */
  @SuppressWarnings("unchecked") // the value of a class is its own shape
  public static <R extends Record> Shape<R> of(Class<R> recordClass) {
    return (Shape<R>) SHAPES.get(recordClass);
  }

  private static <R extends Record> Shape<R> made(Class<R> recordClass) {
    var members = Arrays.stream(recordClass.getRecordComponents()).map(Shape::member).toList();
    var types =
        Arrays.stream(recordClass.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return new Shape<>(recordClass, members, recordClass.getConstructor(types));
    } catch (NoSuchMethodException notPublic) {
      throw new IllegalArgumentException(recordClass + " must be public", notPublic);
    }
  }

  public Class<R> recordClass() {
    return recordClass;
  }

  public List<Field> fields() {
    return members.stream().map(Member::field).toList();
  }

  /**
   * Decodes plain values.
   *
   * @throws ProblemException with every violation at once: unknown, missing, ill-typed or
   *     out-of-range members, and what the record's own constructor refuses
   */
  public R read(Map<String, ?> values) {
    var violations = new ArrayList<Violation>();
    refuseUnknown(values, violations);
    var arguments = members.stream().map(member -> argument(member, values, violations)).toArray();
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    return construct(arguments);
  }

  /** Encodes to plain values: absent optionals are left out, the order is that of the fields. */
  public Map<String, Object> write(R record) {
    var values = new LinkedHashMap<String, Object>();
    for (var member : members) {
      var value = get(member, record);
      if (member.optional()) {
        ((Optional<?>) value)
            .ifPresent(present ->
                values.put(member.field().name(), Plain.write(member.field().type(), present)));
      } else {
        values.put(member.field().name(), Plain.write(member.field().type(), value));
      }
    }
    return values;
  }

  /** {@link #write} for a caller that has lost the type parameter; the class is checked. */
  Map<String, Object> writeUnchecked(Object record) {
    return write(recordClass.cast(record));
  }

  private void refuseUnknown(Map<String, ?> values, List<Violation> violations) {
    var names = fields().stream().map(Field::name).toList();
    for (var key : values.keySet()) {
      if (!names.contains(key)) {
        violations.add(
            new Violation(
                "/" + pointerToken(key),
                "unknown-member",
                "is not known here" + Nearest.hint(key, names)));
      }
    }
  }

  /** A member's name inside a JSON Pointer (RFC 6901, section 3). */
  static String pointerToken(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static Object argument(Member member, Map<String, ?> values, List<Violation> violations) {
    var field = member.field();
    var pointer = "/" + field.name();
    var value = values.get(field.name());
    if (value == null && field.fallback().isPresent()) {
      value = Plain.ofText(field.type(), field.fallback().get());
    }
    if (value == null) {
      if (field.required()) {
        violations.add(Violation.required(pointer));
      }
      return member.optional() ? Optional.empty() : null;
    }
    var read = Plain.read(field.type(), value, pointer, violations);
    return member.optional() ? Optional.ofNullable(read) : read;
  }

  private R construct(Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException itsOwnRule) {
        throw itsOwnRule;
      }
      throw new IllegalStateException(recordClass + " could not be made", refused.getCause());
    } catch (ReflectiveOperationException notPublic) {
      throw new IllegalStateException(recordClass + " must be public and exported", notPublic);
    }
  }

  private static Object get(Member member, Record record) {
    try {
      return member.accessor().invoke(record);
    } catch (ReflectiveOperationException notPublic) {
      throw new IllegalStateException(
          record.getClass() + " must be public and exported", notPublic);
    }
  }

  private static Member member(RecordComponent component) {
    var about = component.getAnnotation(About.class);
    if (about == null) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName() + "." + component.getName() + " lacks @About");
    }
    boolean optional = component.getType() == Optional.class;
    var type =
        optional
            ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
            : component.getGenericType();
    var fallback =
        Optional.ofNullable(component.getAnnotation(Fallback.class)).map(Fallback::value);
    var field =
        new Field(
            name(component),
            Types.of(type, component),
            about.value(),
            !optional && fallback.isEmpty(),
            fallback);
    return new Member(field, optional, component.getAccessor());
  }

  private static String name(RecordComponent component) {
    var named = component.getAnnotation(Named.class);
    return named == null ? snakeCase(component.getName()) : named.value();
  }

  /** {@code load1m} stays as it is written in Java; only capitals begin a new word. */
  private static String snakeCase(String javaName) {
    return javaName.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }
}
