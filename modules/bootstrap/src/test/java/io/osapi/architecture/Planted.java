package io.osapi.architecture;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** Compiles code that breaks the rules, outside of every module. */
final class Planted {
  private static final Pattern NAME = Pattern.compile("package ([\\w.]+);.*?class (\\w+)");

  private Planted() {}

  /** Each of {@code sources} is a package and one class; {@code to} gets its class file. */
  static void compile(List<String> sources, Path to) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-d", to.toString(), "-proc:none"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (var source : sources) {
      arguments.add(file(source, to).toString());
    }
    var said = new StringWriter();
    var out = new PrintWriter(said);
    var javac = ToolProvider.findFirst("javac").orElseThrow();
    if (javac.run(out, out, arguments.toArray(String[]::new)) != 0) {
      throw new AssertionError("planted code does not compile: " + said);
    }
  }

  private static Path file(String source, Path below) throws IOException {
    var name = NAME.matcher(source);
    if (!name.find()) {
      throw new AssertionError("no package or class in " + source);
    }
    var file = below.resolve(name.group(1).replace('.', '/') + "/" + name.group(2) + ".java");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, source);
  }
}
