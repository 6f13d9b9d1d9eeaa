package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.shape.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that a shell or an option parser would take for something else, in every field. */
class HostileInputTest {
  private static final long SEED = 20_26;
  private static final int VARIANTS = 500;

  /** What each operation that takes input is usually asked. One that is not here fails the test. */
  private static final Map<String, Map<String, Object>> USUAL =
      Map.of(
          "network.dns.get", Map.of("interface", "eth0"),
          "network.dns.update",
              Map.of(
                  "interface",
                  "eth0",
                  "servers",
                  List.of("192.0.2.1"),
                  "search_domains",
                  List.of("a.example")),
          "network.ping.do",
              Map.of("address", "192.0.2.1", "count", 3, "interval", "PT1S", "timeout", "PT5S"),
          "service.unit.status", Map.of("service_name", "nginx"),
          "service.unit.start", Map.of("service_name", "nginx"),
          "service.unit.stop", Map.of("service_name", "nginx"),
          "service.unit.restart", Map.of("service_name", "nginx"),
          "command.exec.run", Map.of("command", "resolvectl all"),
          "command.script.run", Map.of("script", "deploy.sh"),
          "log.file.read", Map.of("log_path", "/var/log/a.log", "lines", 10));

  /** Any text may be asked for; only what stands in the configuration is done. */
  private static final Set<String> COMPARED = Set.of("command", "log_path");

  /** {@code %s} is a file that must not be there afterwards. */
  private static final List<String> COMMANDS =
      List.of(
          "; touch %s",
          ";touch${IFS}%s",
          "$(touch %s)",
          "`touch %s`",
          "| touch %s",
          "|| touch %s",
          "&& touch %s",
          "& touch %s",
          "> %s",
          "\ntouch %s\n",
          "\r\ntouch %s",
          "'; touch %s; '",
          "\"; touch %s; \"",
          "\\\n; touch %s",
          "\0; touch %s",
          "#{touch %s}",
          "{{touch %s}}",
          "%%0atouch %s");

  private static final List<String> OPTIONS =
      List.of("-f", "--", "--help", "-", "-c9999", "--interface=lo", "-I%s", "@%s", "file://%s");

  private static final List<String> PATHS =
      List.of("..", ".", "../../etc/passwd", "eth0/../eth0", "/etc/passwd", "~root", "*", "?", "");

  private static final String META = ";|&$`<>(){}[]*?!#~'\"\\ \t\n\r\0\u001b%^=,+/";

  @TempDir Path root;
  private Path canary;
  private Path log;

  @BeforeEach
  void make_a_host_whose_programs_keep_a_log() throws Exception {
    canary = root.resolve("canary");
    log = root.resolve("log");
    Files.createDirectories(root.resolve("sys/class/net/eth0"));
    for (var program : List.of("resolvectl", "ping")) {
      var script = root.resolve(program);
      Files.writeString(
          script,
          "#!/bin/sh\nfor a in \"$@\"; do printf '[%%s]' \"$a\"; done >> %1$s; echo >> %1$s\n"
                  .formatted(log)
              + "echo 'Link 2 (eth0): 192.0.2.9'\n"
              + "echo '3 packets transmitted, 3 received'\n");
      script.toFile().setExecutable(true);
    }
  }

  static Stream<Operation<?, ?>> operationsWithInput() {
    return Catalogue.standard().families().stream()
        .flatMap(members -> members.operations().stream())
        .filter(operation -> !operation.input().fields().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("operationsWithInput")
  void no_field_takes_what_is_not_its_kind_and_nothing_is_run(Operation<?, ?> operation) {
    var usual = USUAL.get(operation.name().toString());
    assertThat(usual).as("the usual input of %s", operation.name()).isNotNull();

    for (var field : operation.input().fields()) {
      for (var text : hostile(field.type(), usual.get(field.name()))) {
        var input = new HashMap<>(usual);
        input.put(field.name(), field.type() instanceof Type.Many ? List.of(text) : text);

        if (COMPARED.contains(field.name()) && isDecoded(operation, input)) {
          assertThat(askedOfAnEdgeWorker(operation, input))
              .as("%s %s", field.name(), text)
              .isInstanceOfSatisfying(
                  Answer.Failed.class,
                  failed -> assertThat(failed.fault().code()).isEqualTo("not-allowed"));
          continue;
        }
        assertThat(refusal(operation, input))
            .as("%s %s", field.name(), text)
            .isEqualTo(field.name());
      }
    }
    assertThat(canary).doesNotExist();
    assertThat(log).doesNotExist();
  }

  @Test
  void what_is_taken_reaches_a_program_as_operands_behind_a_double_dash() throws Exception {
    run("network.dns.update");
    run("network.ping.do");

    assertThat(Files.readAllLines(log))
        .contains("[dns][--][eth0][192.0.2.1]", "[domain][--][eth0][a.example]")
        .contains("[-n][-q][-c3][-i1][-W5][--][192.0.2.1]")
        .allMatch(line -> line.matches("(\\[(dns|domain|-[nqciW][0-9]*)])+\\[--](\\[[^-].*])*"));
  }

  private List<String> hostile(Type type, Object usual) {
    var texts = new ArrayList<String>();
    var good = usual instanceof List<?> list ? list.getFirst().toString() : usual.toString();
    for (var template : Stream.concat(COMMANDS.stream(), OPTIONS.stream()).toList()) {
      var text = template.formatted(canary);
      texts.add(text);
      if (COMMANDS.contains(template)) {
        texts.add(good + text);
        texts.add(text + good);
      }
    }
    texts.addAll(PATHS);
    texts.add("a".repeat(100_000));
    var random = new Random(SEED);
    // A number or duration goes on as what it is, and may be written in more than one way.
    boolean goesOnAsText = type instanceof Type.Text || type instanceof Type.Many;
    for (int i = 0; goesOnAsText && i < VARIANTS; i++) {
      var text = new StringBuilder(good);
      for (int more = random.nextInt(4); more >= 0; more--) {
        text.insert(random.nextInt(text.length() + 1), META.charAt(random.nextInt(META.length())));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static boolean isDecoded(Operation<?, ?> operation, Map<String, Object> input) {
    try {
      Catalogue.standard().invocation(operation.name().toString(), input, "/operation");
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  /** One that allows the usual input, and has the programs of this test on its path. */
  private Answer askedOfAnEdgeWorker(Operation<?, ?> operation, Map<String, Object> input) {
    var handlers = new Handlers();
    var edge =
        EdgeHosts.allowing(
            root,
            List.of(new HostOperations.AllowedCommand("resolvectl all", false)),
            List.of("/var/log/a.log"),
            EdgeHosts.TIMEOUT);
    EdgeProvider.of(edge, Tracing.NONE).register(handlers, () -> null);
    return new HostOperations(handlers, HostOperations.STOP_GRACE)
        .run(
            Catalogue.standard().invocation(operation.name().toString(), input, "/operation"),
            Duration.ofSeconds(30))
        .answer();
  }

  /** The field that was refused. */
  private static String refusal(Operation<?, ?> operation, Map<String, Object> input) {
    var refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                Catalogue.standard().invocation(operation.name().toString(), input, "/operation"));
    assertThat(refused).as("%s", input).isNotNull();
    assertThat(refused.problem()).isEqualTo(Problem.INVALID_INPUT);
    return refused.violations().getFirst().pointer().split("/")[3];
  }

  private Answer run(String operation) {
    var files = new HostFiles(root);
    var commands = new Commands(List.of(root), Tracing.NONE);
    var handlers = new Handlers();
    var pinger =
        new Pinger(
            (_, _, _) -> {
              throw new NotSupported("this kernel has no such socket");
            },
            new SystemPing(commands));
    new NetworkProvider(files, new Resolved(commands), new ResolvConfFile(files), pinger)
        .register(handlers);
    return new HostOperations(handlers, HostOperations.STOP_GRACE)
        .run(
            Catalogue.standard().invocation(operation, USUAL.get(operation), "/operation"),
            Duration.ofSeconds(30))
        .answer();
  }
}
