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

/** One reading of all sources: collects what is given and what is wrong, then decides. */
final class Loader {
  private final Sources sources;
  private final Set<Use> uses;
  private final Values values;
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Loader(Sources sources, Set<Use> uses) {
    this.sources = sources;
    this.uses = uses;
    this.values = new Values(sources.surroundings());
  }

  Configuration load() {
    var given = given();
    oneOfTwo(given);
    var winners = winners(given);
    for (var each : given) {
      accept(each, winners.get(each.key().name()) == each);
    }
    faults.addAll(Checks.of(values, uses));
    if (!faults.isEmpty()) {
      throw new ConfigurationException(faults.stream().sorted(byPlace()).toList());
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
      if (sources.file().isPresent() || !isDispensable(e)) {
        faults.add(new Fault(new Origin.File(file, 0), "", FileText.reason(e)));
      } else if (!(e instanceof NoSuchFileException)) {
        warnings.add(file + " is left out: it " + FileText.reason(e));
      }
      return List.of();
    }
  }

  /** The default file may be missing; a client need not be allowed to read the daemons' secrets. */
  private boolean isDispensable(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> true;
      case AccessDeniedException _ -> Set.of(Use.CLIENT).containsAll(uses);
      default -> false;
    };
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

  /** By source, then by line; what is missing comes last. */
  private static Comparator<Fault> byPlace() {
    return Comparator.<Fault>comparingInt(fault ->
            fault.origin() instanceof Origin.Default ? Integer.MAX_VALUE : fault.origin().rank())
        .thenComparingInt(fault -> fault.origin() instanceof Origin.File(_, var line) ? line : 0);
  }

  private void warnIfOpen(Path file) {
    if (FileText.isOpenToOthers(file)) {
      warnings.add(file + " holds a secret, but others than its owner may read it: chmod 600");
    }
  }
}
