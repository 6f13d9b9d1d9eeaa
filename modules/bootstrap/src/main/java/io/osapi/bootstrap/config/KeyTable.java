package io.osapi.bootstrap.config;

import io.osapi.bootstrap.config.Key.Fallback;
import io.osapi.domain.problem.Nearest;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys in the order of the reference page, and the names by which they can be given. Filled
 * while {@link Keys} is initialised: each key enters as it is made, so none can be left out.
 */
final class KeyTable {

  /**
   * A name by which a value can be given.
   *
   * @param text the key's own name, or that of the file with the secret
   */
  record Name(Key<?> key, String text) {}

  private final Map<String, Key<?>> keys = new LinkedHashMap<>();
  private final Map<String, Name> names = new LinkedHashMap<>();
  private final Map<String, Name> variables = new HashMap<>();
  private final Set<String> sections = new HashSet<>();

  /** A key with a default that is the same everywhere. */
  <T> Key<T> key(String name, Type<T> type, T fallback, String about) {
    return key(name, type, new Fallback<>(type.writer().apply(fallback), _ -> fallback), about);
  }

  /** A key whose default depends on the surroundings. */
  <T> Key<T> key(String name, Type<T> type, Fallback<T> fallback, String about, Use... neededBy) {
    return add(new Key<>(name, type, Optional.of(fallback), about, false, Set.of(neededBy)));
  }

  /** A key without a default. */
  <T> Key<T> optional(String name, Type<T> type, String about) {
    return add(new Key<>(name, type, Optional.empty(), about, false, Set.of()));
  }

  Key<Secret> secret(String name, String about, Use... neededBy) {
    return add(new Key<>(name, Types.SECRET, Optional.empty(), about, true, Set.of(neededBy)));
  }

  Key<List<Secret>> secrets(String name, String about) {
    return add(new Key<>(name, Types.SECRETS, Optional.empty(), about, true, Set.of()));
  }

  Collection<Key<?>> all() {
    return Collections.unmodifiableCollection(keys.values());
  }

  Optional<Name> named(String text) {
    return Optional.ofNullable(names.get(text));
  }

  Optional<Name> ofVariable(String variable) {
    return Optional.ofNullable(variables.get(variable));
  }

  /** Whether keys begin with that and a dot. */
  boolean isSection(String text) {
    return sections.contains(text);
  }

  /** What to say of a name that is none. */
  String unknown(String text) {
    var known = new HashSet<>(names.keySet());
    known.addAll(sections);
    return "is not a key" + Nearest.hint(text, known);
  }

  String unknownVariable(String variable) {
    return "is not the variable of a key" + Nearest.hint(variable, variables.keySet());
  }

  private <T> Key<T> add(Key<T> key) {
    keys.put(key.name(), key);
    name(new Name(key, key.name()));
    key.fileName().ifPresent(fileName -> name(new Name(key, fileName)));
    for (int dot = key.name().indexOf('.'); dot >= 0; dot = key.name().indexOf('.', dot + 1)) {
      sections.add(key.name().substring(0, dot));
    }
    return key;
  }

  private void name(Name name) {
    requireNew(names.put(name.text(), name), name);
    requireNew(variables.put(Key.variable(name.text()), name), name);
  }

  private static void requireNew(Name previous, Name name) {
    if (previous != null) {
      throw new IllegalStateException(name.text() + " cannot be told from " + previous.text());
    }
  }
}
