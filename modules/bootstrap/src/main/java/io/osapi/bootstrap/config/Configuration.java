package io.osapi.bootstrap.config;

import java.util.List;
import java.util.Set;

/** A configuration that was read and checked. */
public final class Configuration {
  private final Values values;
  private final List<String> warnings;

  Configuration(Values values, List<String> warnings) {
    this.values = values;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * A key as {@code config show} prints it.
   *
   * @param value masked if it is a secret; empty where there is none
   */
  public record Shown(String key, String value, Origin origin) {}

  /**
   * Reads all sources and checks what they give.
   *
   * @param uses what must be there; for none, whatever is there must be right
   * @throws ConfigurationException naming everything that is wrong, in every source
   */
  public static Configuration load(Sources sources, Set<Use> uses) {
    return new Loader(sources, uses).load();
  }

  public Settings settings() {
    return new Settings(values);
  }

  /** Whoever logs should say these: sentences about what works but should not stay so. */
  public List<String> warnings() {
    return warnings;
  }

  /** Every key, in the order of the reference page. */
  public List<Shown> shown() {
    return Keys.all().stream()
        .<Shown>map(key -> new Shown(key.name(), text(key), values.origin(key)))
        .toList();
  }

  private <T> String text(Key<T> key) {
    try {
      return values.find(key).map(key.type().writer()).orElse("");
    } catch (Refused noDefaultHere) {
      return "";
    }
  }
}
