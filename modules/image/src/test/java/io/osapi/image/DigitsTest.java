package io.osapi.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsTest {
  /** Of a country that writes numbers with digits of its own. */
  private static final Locale ELSEWHERE = Locale.forLanguageTag("ar-EG-u-nu-arab");

  @TempDir Path modules;

  /** What a library says. */
  public static final class Message implements IntFunction<String> {
    @Override
    public String apply(int number) {
      return String.format("%s-%d of 100%%", "SUB", number);
    }
  }

  @Test
  void numbers_are_written_in_plain_digits() throws Exception {
    var before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, ELSEWHERE);
    try {
      assertThat(new Message().apply(90_101)).isEqualTo("SUB-٩٠١٠١ of 100%");
      assertThat(rewritten().apply(90_101)).isEqualTo("SUB-90101 of 100%");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void only_what_is_known_to_write_many_at_its_start_is_rewritten() throws Exception {
    var jar = modules.resolve("some.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("Message.class"));
      zip.write(bytes());
    }
    var before = Files.readAllBytes(jar);

    Digits.write(modules);

    assertThat(Files.readAllBytes(jar)).isEqualTo(before);
  }

  @SuppressWarnings("unchecked")
  private static IntFunction<String> rewritten() throws Exception {
    var loader =
        new ClassLoader() {
          Class<?> define(byte[] bytes) {
            return defineClass(Message.class.getName(), bytes, 0, bytes.length);
          }
        };
    var type = loader.define(Digits.plain(bytes()));
    return (IntFunction<String>) type.getConstructor().newInstance();
  }

  private static byte[] bytes() throws Exception {
    try (var file = Message.class.getResourceAsStream("DigitsTest$Message.class")) {
      return file.readAllBytes();
    }
  }
}
