package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.memory.MemoryRunner;
import io.osapi.domain.access.Role;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.SystemOperations;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/**
 * What somebody else's program makes of our document: a Java client that compiles and works. It is
 * called by reflection, as it does not exist when this test is compiled.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedClientTest {
  private static final String PACKAGE = "org.example.client";

  private final RunningApi api = new RunningApi(Catalogue.standard(), Patience.USUAL);
  private URLClassLoader classes;

  @BeforeAll
  void generate(@TempDir Path directory) throws IOException {
    var document = directory.resolve("openapi.json");
    Files.writeString(document, api.sendWithoutToken("GET", "/openapi.json", "").text());
    var configurator =
        new CodegenConfigurator()
            .setInputSpec(document.toString())
            .setOutputDir(directory.toString())
            .setGeneratorName("java")
            .setLibrary("native")
            .setApiPackage(PACKAGE)
            .setModelPackage(PACKAGE)
            .setInvokerPackage(PACKAGE)
            .setAdditionalProperties(
                Map.of(
                    "openApiNullable",
                    "false",
                    "useJakartaEe",
                    "true",
                    "hideGenerationTimestamp",
                    "true"));
    var generator = new DefaultGenerator();
    generator.setGenerateMetadata(false);
    generator.opts(configurator.toClientOptInput()).generate();
    compile(directory.resolve("src/main/java"), directory.resolve("classes"));
    classes =
        new URLClassLoader(
            new URL[] {directory.resolve("classes").toUri().toURL()}, getClass().getClassLoader());
    api.system.startWorker(
        "web-01",
        new MemoryRunner()
            .on(
                SystemOperations.HOSTNAME_GET,
                _ -> new SystemOperations.Hostname("web-01", "web-01.example.org", Map.of())));
  }

  @AfterAll
  void stop() throws IOException {
    classes.close();
    api.close();
  }

  @Test
  void it_asks_hosts_and_reads_typed_results() throws ReflectiveOperationException {
    var results = call("SystemApi", "systemHostnameGet", "web-01", null, null);

    var result = ((List<?>) get(results, "results")).getFirst();
    assertThat(get(result, "status")).hasToString("ok");
    assertThat(get(result, "fqdn")).isEqualTo("web-01.example.org");
  }

  @Test
  void it_submits_reads_lists_and_deletes_jobs() throws ReflectiveOperationException {
    var operation = made("JobRequestOperation");
    set(operation, "type", constant("JobRequestOperation$TypeEnum", "system.hostname.get"));
    var request = made("JobRequest");
    set(request, "operation", operation);
    set(request, "target", "_all");

    var created = call("JobsApi", "submitJob", request, "a key");
    var id = String.valueOf(get(created, "jobId"));
    var job = call("JobsApi", "getJob", id, "wait=20", null);
    var page = call("JobsApi", "listJobs", null, null, "_all", null, null, null, 10, 0);
    call("JobsApi", "deleteJob", id);

    assertThat(get(job, "status")).hasToString("completed");
    assertThat(((Map<?, ?>) get(job, "workers")).keySet()).isEqualTo(Set.of("web-01"));
    assertThat(get(page, "totalItems")).isEqualTo(1L);
    assertThat(get(call("JobsApi", "countJobs"), "dlqCount")).isEqualTo(0L);
  }

  @Test
  void it_tells_problems_with_their_status() {
    assertThatThrownBy(
            () -> call("JobsApi", "getJob", "01890000-0000-7000-8000-000000000000", null, null))
        .extracting(thrown -> get(thrown.getCause(), "code"))
        .isEqualTo(404);
  }

  private static void compile(Path sources, Path to) throws IOException {
    Files.createDirectories(to);
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var tree = Files.walk(sources);
        var files = compiler.getStandardFileManager(null, null, null)) {
      var units =
          files.getJavaFileObjectsFromPaths(
              tree.filter(file -> file.toString().endsWith(".java")).toList());
      var options =
          List.of("-d", to.toString(), "-proc:none", "-nowarn", "-classpath", classPath());
      assertThat(compiler.getTask(null, files, null, options, null, units).call()).isTrue();
    }
  }

  /** Surefire has the real one in a property of its own. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Calls a method of one of the generated classes for a group of routes. */
  private Object call(String apiClass, String method, Object... arguments)
      throws ReflectiveOperationException {
    var client = made("ApiClient");
    client
        .getClass()
        .getMethod("updateBaseUri", String.class)
        .invoke(client, "http://127.0.0.1:" + api.server.port());
    Consumer<HttpRequest.Builder> authorize =
        request -> request.header("Authorization", "Bearer " + api.token(Role.WRITE));
    client.getClass().getMethod("setRequestInterceptor", Consumer.class).invoke(client, authorize);
    var type = type(apiClass);
    return invoke(
        method(type, method, arguments.length),
        type.getConstructor(client.getClass()).newInstance(client),
        arguments);
  }

  private static Object get(Object object, String property) {
    try {
      var name = "get" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
      return object.getClass().getMethod(name).invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static void set(Object object, String property, Object value)
      throws ReflectiveOperationException {
    var name = "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    invoke(method(object.getClass(), name, 1), object, value);
  }

  private Object constant(String enumClass, String text) throws ReflectiveOperationException {
    return type(enumClass).getMethod("fromValue", String.class).invoke(null, text);
  }

  private Object made(String name) throws ReflectiveOperationException {
    return type(name).getConstructor().newInstance();
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return classes.loadClass(PACKAGE + "." + name);
  }

  private static Method method(Class<?> type, String name, int parameters) {
    return Arrays.stream(type.getMethods())
        .filter(each -> each.getName().equals(name) && each.getParameterCount() == parameters)
        // Each has a form with more headers as well, whose last parameter is a map of them.
        .filter(each -> parameters == 0 || each.getParameterTypes()[parameters - 1] != Map.class)
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " has no " + name + "/" + parameters));
  }

  private static Object invoke(Method method, Object on, Object... arguments)
      throws ReflectiveOperationException {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException thrown) {
      throw new Refused(thrown.getCause());
    }
  }

  /** What the client threw. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(Throwable its) {
      super(its);
    }
  }
}
