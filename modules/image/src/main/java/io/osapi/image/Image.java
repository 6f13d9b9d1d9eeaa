package io.osapi.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * A directory that runs on a host without Java: {@code bin/osapi}, {@code runtime/} with all
 * modules in one file, and what else belongs to it in {@code lib/}.
 */
record Image(Path directory, Path launcherSource) {
  /** Of the JDK's tools and files, those that only who develops has a use for. */
  private static final List<String> TRIMMED =
      List.of("bin/jwebserver", "bin/keytool", "lib/classlist", "lib/jrt-fs.jar", "lib/jexec");

  Path launcher() {
    return directory.resolve("bin/osapi");
  }

  private Path runtime() {
    return directory.resolve("runtime");
  }

  /** Where the launcher looks for what was trained. */
  Path cache(String family) {
    return runtime().resolve("lib").resolve(family + ".aot");
  }

  void link(Path modules, Roots roots) throws IOException {
    delete(runtime());
    deleteJars();
    Files.createDirectories(launcher().getParent());
    Files.copy(launcherSource, launcher(), StandardCopyOption.REPLACE_EXISTING);
    launcher().toFile().setExecutable(true, false);
    var jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int code =
        jlink.run(
            System.out,
            System.err,
            "--module-path",
            modules.toString(),
            "--add-modules",
            roots.modules(),
            "--output",
            runtime().toString(),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--vm",
            "server",
            "--add-options=" + roots.options(),
            // Packages compress the whole; compressed twice it would be larger, and start slower.
            "--compress",
            "zip-0");
    if (code != 0) {
      throw new IllegalStateException("jlink ended with " + code + "; it says why above");
    }
    for (var file : TRIMMED) {
      Files.deleteIfExists(runtime().resolve(file));
    }
  }

  /** Renamed into place, because a nats-server that runs cannot be written over. */
  void bundle(Path natsServer) throws IOException {
    var lib = Files.createDirectories(directory.resolve("lib"));
    var copy =
        Files.copy(natsServer, lib.resolve("nats-server.new"), StandardCopyOption.REPLACE_EXISTING);
    copy.toFile().setExecutable(true, false);
    Files.move(copy, lib.resolve("nats-server"), StandardCopyOption.REPLACE_EXISTING);
    var licence = natsServer.resolveSibling("LICENSE");
    if (Files.exists(licence)) {
      Files.copy(licence, lib.resolve("nats-server.LICENSE"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  long megabytes() throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          / 1_000_000;
    }
  }

  /** Of the layout that needs a JDK. */
  private void deleteJars() throws IOException {
    var lib = directory.resolve("lib");
    if (Files.exists(lib)) {
      try (var jars = Files.newDirectoryStream(lib, "*.jar")) {
        for (var jar : jars) {
          Files.delete(jar);
        }
      }
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      files.sorted(Comparator.reverseOrder()).forEach(Image::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
