package io.osapi.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same classes twice: as the compiler made them, and plain. */
class PlainTest {
  private static final String NAME = PlainTest.class.getName() + "$";

  /** All kinds of components, and none of them special. */
  record Everything(
      boolean truth,
      byte small,
      short shorter,
      char letter,
      int whole,
      long longer,
      float rough,
      double real,
      String text,
      List<Integer> list) {}

  record Nothing() {}

  public sealed interface Shape {}

  public record Circle(double radius) implements Shape {}

  public record Square(double side) implements Shape {}

  /** Switches over types and over constants, with guards, with null and without. */
  public static final class Choices implements Function<Object, String> {
    @Override
    public String apply(Object value) {
      return switch (value) {
        case null -> "null";
        case Circle(var radius) when radius > 10 -> "large circle";
        case Circle _ -> "circle";
        case Square(var side) -> "square " + side;
        case TimeUnit unit -> unit(unit);
        case String text -> text(text);
        case Integer whole when whole > 3 -> "more than three";
        case Integer whole -> number(whole);
        default -> "something";
      };
    }

    private static String unit(TimeUnit unit) {
      return switch (unit) {
        case SECONDS -> "s";
        case MINUTES -> "min";
        case TimeUnit longer when longer.compareTo(TimeUnit.MINUTES) > 0 -> "long";
        case TimeUnit _ -> "short";
      };
    }

    private static String text(String text) {
      return switch (text) {
        case "one" -> "1";
        case String longer when longer.length() > 10 -> "long text";
        case "two" -> "2";
        case String _ -> "text";
      };
    }

    /** A label that is a number is left to the JVM. */
    private static String number(Integer number) {
      return switch (number) {
        case 1 -> "I";
        case Integer other when other == 2 -> "II";
        case Integer _ -> "number";
      };
    }
  }

  private static final List<Object> VALUES =
      List.of(
          new Circle(11),
          new Circle(10),
          new Square(2),
          TimeUnit.SECONDS,
          TimeUnit.MINUTES,
          TimeUnit.DAYS,
          TimeUnit.NANOSECONDS,
          "one",
          "two",
          "three",
          "a longer text",
          0,
          1,
          2,
          3,
          4,
          'c');

  @Test
  void nothing_is_left_that_the_jvm_would_make_up() throws Exception {
    assertThat(sites(bytes("Everything"))).hasSize(3);
    assertThat(sites(plain("Everything"))).isEmpty();
    assertThat(sites(plain("Nothing"))).isEmpty();
    assertThat(sites(bytes("Choices"))).hasSize(4);
    assertThat(sites(plain("Choices"))).containsExactly("typeSwitch");
  }

  @Test
  void a_plain_switch_chooses_what_the_other_does() throws Exception {
    @SuppressWarnings("unchecked")
    var plain = (Function<Object, String>) loaded("Choices").getConstructor().newInstance();
    var other = new Choices();

    assertThat(plain.apply(null)).isEqualTo("null");
    for (var value : VALUES) {
      assertThat(plain.apply(value)).as("%s", value).isEqualTo(other.apply(value));
    }
    assertThat(VALUES.stream().map(other).distinct()).hasSizeGreaterThan(12);
  }

  @Test
  void a_plain_record_shows_and_hashes_like_the_other() throws Exception {
    for (var members : EVERYTHING) {
      var plain = record(loaded("Everything"), members);
      var other = record(Everything.class, members);

      assertThat(plain).hasToString(other.toString()).hasSameHashCodeAs(other);
    }
    var nothing = record(loaded("Nothing"));
    assertThat(nothing).hasToString("Nothing[]").hasSameHashCodeAs(new Nothing());
    assertThat(nothing.equals(record(nothing.getClass()))).isTrue();
  }

  @Test
  void plain_records_are_equal_where_the_others_are() throws Exception {
    var type = loaded("Everything");
    for (var one : EVERYTHING) {
      for (var two : EVERYTHING) {
        assertThat(record(type, one).equals(record(type, two)))
            .as("%s %s", Arrays.toString(one), Arrays.toString(two))
            .isEqualTo(record(Everything.class, one).equals(record(Everything.class, two)));
      }
    }
    assertThat(record(type, EVERYTHING[0]).equals(null)).isFalse();
    assertThat(record(type, EVERYTHING[0]).equals("text")).isFalse();
  }

  @Test
  void a_class_without_such_calls_is_the_same_to_the_byte() throws Exception {
    assertThat(plain("Shape")).isEqualTo(bytes("Shape"));
  }

  /** Each differs from the first in one member, the last ones in none, or by a kind of zero. */
  private static final Object[][] EVERYTHING = {
    {true, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, 2.5, "text", List.of(1)},
    {false, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, 2.5, "text", List.of(1)},
    {true, (byte) -1, (short) 2, 'a', 3, 4L, 1.5f, 2.5, "text", List.of(1)},
    {true, (byte) 1, (short) -2, 'a', 3, 4L, 1.5f, 2.5, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'b', 3, 4L, 1.5f, 2.5, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'a', -3, 4L, 1.5f, 2.5, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'a', 3, 1L << 33, 1.5f, 2.5, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'a', 3, 4L, Float.NaN, 2.5, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, 0.0, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, -0.0, "text", List.of(1)},
    {true, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, 2.5, null, List.of(1)},
    {true, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, 2.5, "text", null},
    {true, (byte) 1, (short) 2, 'a', 3, 4L, 1.5f, 2.5, new String("text"), List.of(1)},
  };

  private static Object record(Class<?> type, Object... members)
      throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(members);
  }

  private static List<String> sites(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .flatMap(PlainTest::site)
        .toList();
  }

  private static Stream<String> site(CodeElement element) {
    return element instanceof InvokeDynamicInstruction site
        ? Stream.of(site.name().stringValue())
        : Stream.empty();
  }

  private static byte[] plain(String name) throws IOException {
    return Plain.plain(bytes(name));
  }

  private static byte[] bytes(String name) throws IOException {
    try (var in =
        PlainTest.class.getResourceAsStream("/" + (NAME + name).replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  /** By a loader of its own, beside the class of the same name that the tests use. */
  private static Class<?> loaded(String name) throws IOException {
    var bytes = plain(name);
    return new ClassLoader(PlainTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(NAME + name, bytes, 0, bytes.length);
      }
    }.define();
  }
}
