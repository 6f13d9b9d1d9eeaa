package io.osapi.domain.shape;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the {@link Type} of a component from its Java type and annotations. */
final class Types {
  private Types() {}

  static Type of(java.lang.reflect.Type javaType, RecordComponent component) {
    if (javaType instanceof ParameterizedType generic) {
      return container(generic, component);
    }
    return scalar((Class<?>) javaType, component);
  }

  private static Type container(ParameterizedType generic, RecordComponent component) {
    var size = Optional.ofNullable(component.getAnnotation(Range.class));
    int min = size.map(range -> (int) range.min()).orElse(0);
    int max = size.map(range -> (int) range.max()).orElse(Type.MAX_ELEMENTS);
    var arguments = generic.getActualTypeArguments();
    if (generic.getRawType() == List.class) {
      return new Type.Many(element(arguments[0], component), min, max);
    }
    if (generic.getRawType() == Map.class && arguments[0] == String.class) {
      return new Type.Named(element(arguments[1], component), max);
    }
    throw unknown(component);
  }

  /** A container's {@link Range} bounds its size, not its elements. */
  private static Type element(java.lang.reflect.Type javaType, RecordComponent component) {
    return switch (of(javaType, component)) {
      case Type.Whole whole -> new Type.Whole(Long.MIN_VALUE, Long.MAX_VALUE, whole.isInt());
      case Type.Decimal _ -> new Type.Decimal(-Double.MAX_VALUE, Double.MAX_VALUE);
      case Type other -> other;
    };
  }

  private static Type scalar(Class<?> type, RecordComponent component) {
    var range = Optional.ofNullable(component.getAnnotation(Range.class));
    if (type == String.class) {
      var matches = Optional.ofNullable(component.getAnnotation(Matches.class));
      return new Type.Text(matches.map(Matches::value), matches.map(Matches::hint).orElse(""));
    } else if (type == int.class) {
      return new Type.Whole(
          range.map(r -> (long) r.min()).orElse((long) Integer.MIN_VALUE),
          range.map(r -> (long) r.max()).orElse((long) Integer.MAX_VALUE),
          true);
    } else if (type == long.class || type == Long.class) {
      return new Type.Whole(
          range.map(r -> (long) r.min()).orElse(Long.MIN_VALUE),
          range.map(r -> (long) r.max()).orElse(Long.MAX_VALUE),
          false);
    } else if (type == double.class || type == Double.class) {
      return new Type.Decimal(
          range.map(Range::min).orElse(-Double.MAX_VALUE),
          range.map(Range::max).orElse(Double.MAX_VALUE));
    } else if (type == boolean.class || type == Boolean.class) {
      return new Type.Flag();
    } else if (type == Instant.class) {
      return new Type.Time();
    } else if (type == Duration.class) {
      return new Type.Span();
    } else if (type.isEnum()) {
      return choice(type);
    } else if (type.isRecord()) {
      return new Type.Nested(Shape.of(type.asSubclass(Record.class)));
    }
    throw unknown(component);
  }

  @SuppressWarnings("unchecked") // isEnum() was asked just before
  private static Type choice(Class<?> type) {
    var names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
            .toList();
    return new Type.Choice((Class<? extends Enum<?>>) type, names);
  }

  private static IllegalArgumentException unknown(RecordComponent component) {
    return new IllegalArgumentException(
        component.getDeclaringRecord().getName()
            + "."
            + component.getName()
            + " has a type that no Type describes: "
            + component.getGenericType());
  }
}
