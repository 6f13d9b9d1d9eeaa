package io.osapi.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives class files of Java 5 the format of a newer one. The JVM keeps nothing of such old classes
 * in its AOT cache and verifies them with its slow verifier, at every start: picocli's are most of
 * what a command loads.
 */
final class Renewal {
  /** The first that has stack maps, which spare the old verifier. */
  private static final int SPLIT_VERIFIER = ClassFile.JAVA_7_VERSION;

  private static final int NEW = ClassFile.JAVA_8_VERSION;

  private Renewal() {}

  /** Rewrites those modules that hold any. */
  static void renew(Path modules) throws IOException {
    ClassFiles.rewrite(modules, (bytes, root) -> isOld(bytes) ? renewed(bytes, root) : bytes);
  }

  private static boolean isOld(byte[] bytes) {
    return ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) < SPLIT_VERIFIER;
  }

  private static byte[] renewed(byte[] old, Path root) {
    // Types of the code are compared for the stack maps: those of the same module, then the JDK's.
    var hierarchy =
        ClassHierarchyResolver.ofResourceParsing(type -> open(root, type.descriptorString()))
            .orElse(ClassHierarchyResolver.defaultResolver());
    var format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    return format.transformClass(
        format.parse(old),
        // Passed on one by one, bodies are written anew; as a whole, they would be copied as they
        // are.
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(ClassTransform.dropping(ClassFileVersion.class::isInstance))
            .andThen(ClassTransform.endHandler(made -> made.withVersion(NEW, 0))));
  }

  private static java.io.InputStream open(Path root, String descriptor) {
    var file = root.resolve(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return Files.exists(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
