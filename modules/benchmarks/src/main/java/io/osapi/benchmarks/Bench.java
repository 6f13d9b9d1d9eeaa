package io.osapi.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs load programs and prints what they measured as Markdown on stdout. */
public final class Bench {
  private static final List<Scenario> ALL =
      List.of(
          new RawLimits(),
          new JobPaths(),
          new Lifecycles(),
          new Reads(),
          new Broadcasts(),
          new Http(),
          new Heartbeating(),
          new Images());

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final Path PAGE = Path.of("docs", "benchmarks.md");

  private static final String HEAD =
      """
      # Benchmarks

      Written by `./dev bench --write`, on one machine in one run. Compare the ratios: they relate what osapi does to
      what NATS alone did on the same machine in the same run; the figures themselves change with the machine and its
      other users. No test depends on any of them.

      What is compared with what: `raw request/reply` is one message to another connection and back over the same
      nats-server; a lifecycle stores four messages and is compared with publishing four messages to a file stream.

      """;

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    var names = new ArrayList<String>();
    Map<String, String> sizes = new HashMap<>();
    boolean write = false;
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.equals("--write")) {
        write = true;
      } else if (equals > 2
          && argument.startsWith("--")
          && Sizes.isKnown(argument.substring(2, equals))) {
        sizes.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (ALL.stream().anyMatch(scenario -> scenario.name().equals(argument))) {
        names.add(argument);
      } else {
        System.err.print(usage());
        System.exit(USAGE);
      }
    }
    var wanted =
        ALL.stream()
            .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
            .toList();
    var report = new Report();
    report.say(Machine.describe(arguments));
    boolean all = runAll(wanted, Sizes.of(sizes), report);
    if (write) {
      Files.writeString(PAGE, HEAD + report.text());
    }
    // Threads of libraries may be left, and nothing of theirs matters any more.
    System.exit(all ? 0 : FAILED);
  }

  /** True if none failed. One that does says so in its section and does not keep others from it. */
  private static boolean runAll(List<Scenario> scenarios, Sizes sizes, Report report) {
    boolean all = true;
    for (var scenario : scenarios) {
      try {
        scenario.run(sizes, report);
      } catch (Exception failed) {
        all = false;
        failed.printStackTrace();
        report.failed(scenario.name(), failed);
      }
    }
    return all;
  }

  private static String usage() {
    var text =
        new StringBuilder("usage: ./dev bench [--write] [--SIZE=NUMBER...] [SCENARIO...]\n\n");
    ALL.forEach(
        scenario -> text.append("  %-12s %s%n".formatted(scenario.name(), scenario.summary())));
    return text.append("\nsizes and their defaults:\n").append(Sizes.usage()).toString();
  }
}
