package io.osapi.adapters.os;

import io.osapi.domain.telemetry.HostSample;
import java.util.regex.Pattern;

/**
 * How busy the processors have been since boot: the line {@code cpu} of {@code /proc/stat}
 * (proc_stat(5)), in ticks.
 */
final class CpuTicks {
  /** user, nice, system, idle, iowait, irq, softirq, steal; what follows is part of the first. */
  private static final Pattern ALL = Pattern.compile("(?m)^cpu((?: +\\d{1,18}){4,8})");

  private static final int IDLE = 3;
  private static final int WAITING = 4;

  private CpuTicks() {}

  static HostSample.Cpu parse(String text) throws OperationFailure {
    var line = ALL.matcher(text);
    if (!line.find()) {
      throw OperationFailure.malformed(ProcStat.PATH, "line 'cpu <ticks> …'");
    }
    var ticks = line.group(1).strip().split(" +");
    double busy = 0;
    double total = 0;
    for (int i = 0; i < ticks.length; i++) {
      double each = Long.parseLong(ticks[i]);
      total += each;
      busy += i == IDLE || i == WAITING ? 0 : each;
    }
    return new HostSample.Cpu(busy, total);
  }
}
