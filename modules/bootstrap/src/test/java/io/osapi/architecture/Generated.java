package io.osapi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page, or a part of one, that code writes and Git keeps: compared by every build, written anew
 * with {@code -Dosapi.regenerate=true}.
 */
public final class Generated {
  private final String name;
  private final String before;
  private final String after;

  private Generated(String name, String before, String after) {
    this.name = name;
    this.before = before;
    this.after = after;
  }

  public static Generated file(String name) {
    return new Generated(name, "", "");
  }

  /** What stands in {@code file} between two lines; all else is written by hand. */
  public static Generated part(String name, String before, String after) {
    return new Generated(name, before, after);
  }

  public void mustBe(String text) {
    if (Boolean.getBoolean("osapi.regenerate")) {
      write(text);
    }
    assertThat(read())
        .as(
            "%s is not what the code says; 'mvn -pl modules/bootstrap -am test"
                + " -Dosapi.regenerate=true' writes it anew",
            name)
        .isEqualTo(text);
  }

  private String read() {
    var whole = whole();
    return whole.substring(start(whole), end(whole));
  }

  private void write(String text) {
    var whole = whole();
    try {
      Files.createDirectories(path().getParent());
      Files.writeString(
          path(), whole.substring(0, start(whole)) + text + whole.substring(end(whole)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int start(String whole) {
    return found(whole.indexOf(before), before) + before.length();
  }

  private int end(String whole) {
    return after.isEmpty() ? whole.length() : found(whole.indexOf(after, start(whole)), after);
  }

  private int found(int index, String marker) {
    assertThat(index).as("'%s' in %s", marker, name).isNotNegative();
    return index;
  }

  private String whole() {
    try {
      return Files.exists(path()) ? Files.readString(path()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path() {
    return Project.ROOT.resolve(name);
  }
}
