package io.osapi.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The working copy that is being tested. */
public final class Project {
  /** Where the modules, the documents and their parent POM are. */
  public static final Path ROOT = root();

  /** From the inside out; those that have been built. */
  static final List<String> MODULES =
      List.of(
          "domain",
          "application",
          "adapters-os",
          "adapters-nats",
          "adapters-http",
          "adapters-cli",
          "emulator",
          "bootstrap");

  private Project() {}

  static Path classes(String module) {
    return ROOT.resolve("modules").resolve(module).resolve("target/classes");
  }

  static Path testClasses(String module) {
    return ROOT.resolve("modules").resolve(module).resolve("target/test-classes");
  }

  /** Whether a file is a product of a build, or not of this project at all. */
  public static boolean isBuilt(Path file) {
    var path = ROOT.relativize(file);
    return path.startsWith("dist")
        || path.startsWith(".git")
        || path.getNameCount() > 2 && path.getName(2).toString().equals("target");
  }

  private static Path root() {
    // Maven runs the tests of a module in its directory.
    var root = Path.of("").toAbsolutePath().getParent().getParent();
    if (!Files.isExecutable(root.resolve("dev"))) {
      throw new IllegalStateException("tests of bootstrap run in modules/bootstrap, not " + root);
    }
    return root;
  }
}
