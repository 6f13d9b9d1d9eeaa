package io.osapi.adapters.os;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code /proc/cpuinfo} tells of the processor's make (proc_cpuinfo(5)). Its lines differ by
 * architecture: x86 has {@code model name}, MIPS {@code cpu model}, POWER {@code cpu}; most ARM
 * kernels do not say.
 */
final class CpuInfo {
  static final String PATH = "/proc/cpuinfo";

  private static final Pattern MODEL =
      Pattern.compile("(?m)^(?:model name|cpu model|cpu)\\s*: *(\\S.*?) *$");

  private CpuInfo() {}

  /** Of the first processor: hosts with two kinds of sockets are rare enough. */
  static Optional<String> model(String text) {
    var model = MODEL.matcher(text);
    return model.find() ? Optional.of(model.group(1)) : Optional.empty();
  }
}
