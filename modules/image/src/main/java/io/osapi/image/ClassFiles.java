package io.osapi.image;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The classes of all modules in a folder, in the order of their names. */
final class ClassFiles {
  private ClassFiles() {}

  /** What becomes of a class. */
  @FunctionalInterface
  interface Rewriting {

    /**
     * @param root of the module that it is in
     * @return the same bytes where nothing is to change
     */
    byte[] rewritten(byte[] bytes, Path root) throws IOException;
  }

  static void rewrite(Path modules, Rewriting rewriting) throws IOException {
    for (var jar : jars(modules)) {
      try (var content = FileSystems.newFileSystem(jar)) {
        var root = content.getPath("/");
        for (var file : classes(root)) {
          var before = Files.readAllBytes(file);
          var after = rewriting.rewritten(before, root);
          if (!Arrays.equals(before, after)) {
            Files.write(file, after);
          }
        }
      }
    }
  }

  private static List<Path> jars(Path modules) throws IOException {
    try (var files = Files.list(modules)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static List<Path> classes(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }
}
