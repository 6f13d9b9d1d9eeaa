package io.osapi.image;

import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
  @TempDir Path modules;

  @Test
  void a_class_of_java_5_gets_the_format_of_java_8_and_does_what_it_did() throws Exception {
    var jar = jar("old.jar", choice(ClassFile.JAVA_5_VERSION));

    Renewal.renew(modules);

    assertThat(version(jar)).isEqualTo(ClassFile.JAVA_8_VERSION);
    assertThat(choose(jar, true)).isEqualTo("yes");
    assertThat(choose(jar, false)).isEqualTo("no");
  }

  @Test
  void renewing_again_changes_nothing() throws Exception {
    var jar = jar("old.jar", choice(ClassFile.JAVA_5_VERSION));
    Renewal.renew(modules);
    var once = Files.readAllBytes(jar);

    Renewal.renew(modules);

    assertThat(Files.readAllBytes(jar)).isEqualTo(once);
  }

  @Test
  void newer_classes_are_left_as_they_are() throws Exception {
    var jar = jar("new.jar", choice(ClassFile.JAVA_11_VERSION));
    var before = Files.readAllBytes(jar);

    Renewal.renew(modules);

    assertThat(Files.readAllBytes(jar)).isEqualTo(before);
  }

  /** A branch, for which a new class needs a stack map and an old one has none. */
  private static byte[] choice(int version) {
    var maps =
        version < ClassFile.JAVA_7_VERSION
            ? StackMapsOption.DROP_STACK_MAPS
            : StackMapsOption.GENERATE_STACK_MAPS;
    return ClassFile.of(maps)
        .build(
            ClassDesc.of("Choice"),
            made ->
                made.withVersion(version, 0)
                    .withFlags(AccessFlag.PUBLIC)
                    .withMethodBody(
                        "choose",
                        MethodTypeDesc.of(CD_String, CD_boolean),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code ->
                            code.iload(0)
                                .ifThenElse(
                                    yes -> yes.ldc("yes").areturn(),
                                    no -> no.ldc("no").areturn())));
  }

  private Path jar(String name, byte[] choice) throws IOException {
    var jar = modules.resolve(name);
    try (var content =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
      Files.write(content.getPath("/Choice.class"), choice);
    }
    return jar;
  }

  private static int version(Path jar) throws IOException {
    try (var content = FileSystems.newFileSystem(jar)) {
      return ClassFile.of()
          .parse(Files.readAllBytes(content.getPath("/Choice.class")))
          .majorVersion();
    }
  }

  private static Object choose(Path jar, boolean which) throws Exception {
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      return loader.loadClass("Choice").getMethod("choose", boolean.class).invoke(null, which);
    }
  }
}
