package io.osapi.domain.operation;

import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All operations, by name, family after family. Immutable. */
public final class Catalogue {
  private final List<Family.Members> families;
  private final Map<String, Operation<?, ?>> byName;

  private Catalogue(List<Family.Members> families, Map<String, Operation<?, ?>> byName) {
    this.families = families;
    this.byName = byName;
  }

  /** What osapi ships: a new family adds its line here. */
  public static Catalogue standard() {
    return of(
        SystemOperations.ALL,
        NetworkOperations.ALL,
        ServiceOperations.ALL,
        CommandOperations.ALL,
        LogOperations.ALL,
        InventoryOperations.ALL,
        AgentOperations.ALL);
  }

  /**
   * @throws IllegalArgumentException if two operations have one name, or one is not of its family
   */
  public static Catalogue of(Family.Members... families) {
    var byName = new LinkedHashMap<String, Operation<?, ?>>();
    for (var members : families) {
      for (var operation : members.operations()) {
        if (!operation.name().family().equals(members.family().name())) {
          throw new IllegalArgumentException(operation + " is not of family " + members.family());
        }
        if (byName.put(operation.name().toString(), operation) != null) {
          throw new IllegalArgumentException("two operations are named " + operation);
        }
      }
    }
    return new Catalogue(List.copyOf(Arrays.asList(families)), Collections.unmodifiableMap(byName));
  }

  public List<Family.Members> families() {
    return families;
  }

  public Collection<Operation<?, ?>> operations() {
    return byName.values();
  }

  public Optional<Operation<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The operation of that name with its input decoded.
   *
   * @param pointer where {@code type} and {@code data} stand in what the caller sent: {@code
   *     /operation}
   * @throws ProblemException if the name is unknown (the nearest are named) or the input is refused
   */
  public Invocation<?, ?> invocation(String name, Map<String, ?> data, String pointer) {
    var operation =
        find(name)
            .orElseThrow(() ->
                ProblemException.invalid(
                    new Violation(
                        pointer + "/type",
                        "unknown-value",
                        "is not an operation" + Nearest.hint(name, byName.keySet()))));
    return invocation(operation, data, pointer + "/data");
  }

  /** {@code operation} with its input decoded; violations point below {@code pointer}. */
  public static <I extends Record, O extends Record> Invocation<I, O> invocation(
      Operation<I, O> operation, Map<String, ?> data, String pointer) {
    try {
      return new Invocation<>(operation, operation.input().read(data));
    } catch (ProblemException refused) {
      throw ProblemException.invalid(
          refused.violations().stream().map(violation -> violation.below(pointer)).toList());
    }
  }
}
