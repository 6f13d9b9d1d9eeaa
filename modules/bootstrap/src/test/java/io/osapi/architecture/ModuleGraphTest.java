package io.osapi.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each module may see. A module that needs more says why in its descriptor, and here. */
class ModuleGraphTest {
  private static final Map<String, Set<String>> REQUIRES = new LinkedHashMap<>();

  static {
    REQUIRES.put("domain", Set.of());
    REQUIRES.put("application", Set.of("io.osapi.domain"));
    REQUIRES.put("adapters-os", Set.of("io.osapi.application"));
    REQUIRES.put(
        "adapters-nats", Set.of("io.osapi.application", "io.nats.jnats", "com.google.gson"));
    REQUIRES.put(
        "adapters-http",
        Set.of(
            "io.osapi.application",
            "io.helidon.webserver",
            "io.helidon.http",
            "io.helidon.common.mapper",
            "io.helidon.common.task",
            "io.helidon.service.registry",
            "io.helidon.security.jwt",
            "io.prometheus.metrics.core",
            "io.prometheus.metrics.model",
            "io.prometheus.writer.text",
            "io.prometheus.metrics.instrumentation.jvm",
            "java.management",
            "jdk.management",
            "jakarta.json",
            "tools.jackson.core",
            "tools.jackson.dataformat.yaml"));
    REQUIRES.put(
        "adapters-cli",
        Set.of(
            "io.osapi.domain",
            "info.picocli",
            "java.net.http",
            "com.google.gson",
            "org.snakeyaml.engine"));
    REQUIRES.put("emulator", Set.of("io.osapi.application", "io.osapi.adapters.nats"));
    REQUIRES.put(
        "bootstrap",
        Set.of(
            "io.osapi.application",
            "io.osapi.adapters.cli",
            "io.osapi.adapters.http",
            "io.osapi.adapters.nats",
            "io.osapi.adapters.os",
            "io.osapi.emulator",
            "java.logging",
            "jdk.httpserver",
            "io.prometheus.metrics.core",
            "io.prometheus.metrics.model",
            "io.prometheus.writer.text",
            "io.prometheus.metrics.instrumentation.jvm",
            "io.opentelemetry.api",
            "io.opentelemetry.common",
            "io.opentelemetry.context",
            "io.opentelemetry.sdk.common",
            "io.opentelemetry.sdk.trace",
            "io.opentelemetry.exporter.otlp",
            "org.snakeyaml.engine"));
  }

  @Test
  void the_table_has_every_module() throws IOException {
    try (var modules = Files.list(Project.ROOT.resolve("modules"))) {
      assertThat(
              modules
                  .map(module -> module.getFileName().toString())
                  // No part of the product: the one may see what it measures, the other builds
                  // images.
                  .filter(module -> !Set.of("benchmarks", "image").contains(module)))
          .containsExactlyInAnyOrderElementsOf(REQUIRES.keySet())
          .containsExactlyInAnyOrderElementsOf(Project.MODULES);
    }
  }

  @Test
  void each_module_requires_exactly_what_the_table_says() throws IOException {
    for (var module : Project.MODULES) {
      assertThat(differences(module, descriptor(module))).as(module).isEmpty();
    }
  }

  @Test
  void what_an_image_may_lack_is_required_statically_and_by_bootstrap_only() throws IOException {
    for (var module : Project.MODULES) {
      assertThat(descriptor(module).requires())
          .as(module)
          .filteredOn(requires ->
              Set.of("io.osapi.emulator", "io.osapi.adapters.http").contains(requires.name()))
          .allMatch(requires ->
              module.equals("bootstrap") && requires.modifiers().contains(Modifier.STATIC));
    }
  }

  @Test
  void a_module_that_requires_more_or_less_is_found() {
    var planted = ModuleDescriptor.newModule("io.osapi.application").requires("java.sql").build();

    assertThat(differences("application", planted))
        .containsExactly("must not require java.sql", "must require io.osapi.domain");
  }

  @Test
  void modules_export_packages_of_their_own_name_only() throws IOException {
    for (var module : Project.MODULES) {
      var descriptor = descriptor(module);
      assertThat(descriptor.name()).isEqualTo("io.osapi." + module.replace('-', '.'));
      assertThat(descriptor.packages())
          .isNotEmpty()
          .allMatch(name -> (name + ".").startsWith(descriptor.name() + "."));
    }
  }

  private static Set<String> differences(String module, ModuleDescriptor descriptor) {
    var actual =
        descriptor.requires().stream()
            .map(Requires::name)
            .filter(name -> !name.equals("java.base"))
            .collect(Collectors.toSet());
    var differences = new TreeSet<String>();
    var expected = REQUIRES.get(module);
    actual.stream()
        .filter(name -> !expected.contains(name))
        .forEach(name -> differences.add("must not require " + name));
    expected.stream()
        .filter(name -> !actual.contains(name))
        .forEach(name -> differences.add("must require " + name));
    return differences;
  }

  private static ModuleDescriptor descriptor(String module) throws IOException {
    var classes = Project.classes(module);
    try (var info = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(info, () -> packages(classes));
    }
  }

  private static Set<String> packages(java.nio.file.Path classes) {
    try (var files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> classes.relativize(file.getParent()).toString().replace('/', '.'))
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
