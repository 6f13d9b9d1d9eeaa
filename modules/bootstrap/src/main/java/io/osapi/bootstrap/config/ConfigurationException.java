package io.osapi.bootstrap.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; names all that is wrong with it at once. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  ConfigurationException(List<Fault> faults) {
    super(message(faults));
    this.faults = List.copyOf(faults);
  }

  /** In the order of the sources, and of the lines within the file. */
  public List<Fault> faults() {
    return faults;
  }

  private static String message(List<Fault> faults) {
    var count = faults.size() == 1 ? "a fault" : faults.size() + " faults";
    return faults.stream()
        .map(fault -> "\n  " + fault.text())
        .collect(Collectors.joining("", "The configuration has " + count + ":", ""));
  }
}
