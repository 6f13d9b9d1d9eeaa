package io.osapi.adapters.os;

import io.osapi.domain.operation.SystemOperations.Memory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code /proc/meminfo}, whose kB are 1,024 bytes (proc_meminfo(5)). */
final class MemInfo {
  static final String PATH = "/proc/meminfo";

  private static final Pattern LINE = Pattern.compile("(?m)^([\\w()]+): +(\\d{1,15}) kB$");

  private MemInfo() {}

  static Memory parse(String text) throws OperationFailure {
    var bytes = sizes(text);
    long total = required("MemTotal", bytes);
    long free = required("MemFree", bytes);
    long cached = required("Cached", bytes);
    // Kernels before 3.14 do not estimate it; free(1) of their time added these three.
    long estimate = free + bytes.getOrDefault("Buffers", 0L) + cached;
    // In containers the numbers may come from different places, and available exceed the total.
    long available = Math.min(total, bytes.getOrDefault("MemAvailable", estimate));
    // Kernels built without swap do not tell of it.
    long swapTotal = bytes.getOrDefault("SwapTotal", 0L);
    long swapFree = bytes.getOrDefault("SwapFree", swapTotal);
    return new Memory(
        total,
        total - available,
        available,
        free,
        cached,
        swapTotal,
        Math.max(0, swapTotal - swapFree));
  }

  private static Map<String, Long> sizes(String text) {
    var sizes = new HashMap<String, Long>();
    LINE.matcher(text)
        .results()
        .forEach(line -> sizes.put(line.group(1), Long.parseLong(line.group(2)) * 1024));
    return sizes;
  }

  private static long required(String name, Map<String, Long> sizes) throws OperationFailure {
    var size = sizes.get(name);
    if (size == null) {
      throw OperationFailure.malformed(PATH, "line '" + name + ": <size> kB'");
    }
    return size;
  }
}
