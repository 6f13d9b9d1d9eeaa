package io.osapi.bootstrap.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A configuration that was read and checked. */
public final class Configuration {
  private final Values values;
  private final List<String> warnings;

  private Configuration(Values values, List<String> warnings) {
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

  /** One reading of all sources. */
  private static final class Loader {
    private final Sources sources;
    private final Set<Use> uses;
    private final Values values;
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Loader(Sources sources, Set<Use> uses) {
      this.sources = sources;
      this.uses = uses;
      this.values = new Values(sources.surroundings());
    }

    private Configuration load() {
      var given = given();
      oneOfTwo(given);
      var winners = winners(given);
      for (var each : given) {
        accept(each, winners.get(each.key().name()) == each);
      }
      faults.addAll(Checks.of(values, uses));
      if (!faults.isEmpty()) {
        throw new ConfigurationException(faults.stream().sorted(BY_PLACE).toList());
      }
      return new Configuration(values, warnings);
    }

    /** In the order of the sources, so that the later ones come later. */
    private List<Given> given() {
      var given = new ArrayList<>(file());
      given.addAll(TextSources.ofEnvironment(sources.environment(), faults));
      given.addAll(TextSources.ofFlags(sources.flags(), faults));
      return given;
    }

    private List<Given> file() {
      var file = sources.file().orElse(Sources.DEFAULT_FILE);
      try {
        var given = FileSource.read(file, FileText.read(file, FileSource.MAX_BYTES), faults);
        if (given.stream().anyMatch(each -> each.key().isSecret() && !each.isFile())) {
          warnIfOpen(file);
        }
        return given;
      } catch (IOException e) {
        if (!isDispensable(e)) {
          faults.add(new Fault(new Origin.File(file, 0), "", FileText.reason(e)));
        }
        return List.of();
      }
    }

    /**
     * The default file may be missing; a client need not be allowed to read the daemons' secrets.
     */
    private boolean isDispensable(IOException e) {
      return sources.file().isEmpty()
          && (e instanceof NoSuchFileException
              || e instanceof AccessDeniedException && Set.of(Use.CLIENT).containsAll(uses));
    }

    private void oneOfTwo(List<Given> given) {
      for (var each : given) {
        boolean isTwice =
            given.stream()
                .anyMatch(other ->
                    other.key() == each.key()
                        && !other.isFile()
                        && other.origin().rank() == each.origin().rank());
        if (each.isFile() && isTwice) {
          faults.add(
              new Fault(
                  each.origin(), each.name(), "cannot stand beside " + each.key() + "; give one"));
        }
      }
    }

    private static Map<String, Given> winners(List<Given> given) {
      var winners = new HashMap<String, Given>();
      given.forEach(each -> winners.put(each.key().name(), each));
      return winners;
    }

    /** A value that is overridden must be right too: one day it is not overridden. */
    private void accept(Given given, boolean wins) {
      try {
        if (!given.isFile()) {
          put(given.key(), given.raw(), given.origin());
        } else if (wins) {
          put(given.key(), new Raw.Text(secret(given)), given.origin());
        }
      } catch (Refused refused) {
        faults.add(new Fault(given.origin(), given.name(), refused.getMessage()));
      }
    }

    private <T> void put(Key<T> key, Raw raw, Origin origin) {
      values.put(key, key.type().reader().apply(raw), origin);
    }

    /** Without the newline that editors and {@code echo} leave at the end. */
    private String secret(Given given) {
      var file = values.belowHome(Types.PATH.reader().apply(given.raw()));
      try {
        var text = FileText.read(file, Types.MAX_SECRET_LENGTH);
        warnIfOpen(file);
        return text.replaceFirst("\\r?\\n\\z", "");
      } catch (IOException e) {
        throw new Refused("the file " + file + " " + FileText.reason(e));
      }
    }

    private void warnIfOpen(Path file) {
      if (FileText.isOpenToOthers(file)) {
        warnings.add(file + " holds a secret, but others than its owner may read it: chmod 600");
      }
    }

    /** By source, then by line; what is missing comes last. */
    private static final Comparator<Fault> BY_PLACE =
        Comparator.<Fault>comparingInt(fault ->
                fault.origin() instanceof Origin.Default
                    ? Integer.MAX_VALUE
                    : fault.origin().rank())
            .thenComparingInt(
                fault -> fault.origin() instanceof Origin.File(_, var line) ? line : 0);
  }
}
