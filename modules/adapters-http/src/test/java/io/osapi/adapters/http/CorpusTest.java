package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.osapi.adapters.http.RunningApi.Got;
import io.osapi.domain.access.Role;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every parameter of every operation that we ship, with everything that it must refuse: 400, the
 * place, a code, and no job.
 */
class CorpusTest {
  private static final RunningApi API = new RunningApi(Catalogue.standard(), Patience.USUAL);

  /** No name, address, number, time or duration: whatever a parameter is, it is none of these. */
  private static final Map<String, String> NEVER_GOOD = new LinkedHashMap<>();

  static {
    NEVER_GOOD.put("empty", "");
    NEVER_GOOD.put("blank", " ");
    NEVER_GOOD.put("too long", "a".repeat(Type.MAX_TEXT_LENGTH + 1));
    NEVER_GOOD.put("letters of another script", "\u0443\u0437\u0435\u043b");
    NEVER_GOOD.put("an emoji", "\ud83d\udca9");
    NEVER_GOOD.put("right-to-left override", "a\u202eb");
    NEVER_GOOD.put("NUL", "a\u0000b");
    NEVER_GOOD.put("line break", "a\r\nb: c");
    NEVER_GOOD.put("escape", "\u001b[31m");
    NEVER_GOOD.put("another directory", "../../etc/passwd");
    NEVER_GOOD.put("a second command", "a;reboot");
    NEVER_GOOD.put("a substitution", "$(reboot)");
    NEVER_GOOD.put("an option", "-rf");
    NEVER_GOOD.put("a long option", "--help");
    NEVER_GOOD.put("a wildcard", "*");
    NEVER_GOOD.put("a subject", "jobs.>");
  }

  /**
   * Good inputs, of which one member at a time is spoilt; every operation that takes any has one.
   */
  private static final Map<String, Map<String, Object>> GOOD =
      Map.of(
          "network.dns.get", Map.of("interface", "eth0"),
          "network.dns.update",
              Map.of(
                  "interface", "eth0",
                  "servers", List.of("192.0.2.1"),
                  "search_domains", List.of("example.org")),
          "network.ping.do",
              Map.of("address", "192.0.2.1", "count", 3, "interval", "PT1S", "timeout", "PT5S"),
          "service.unit.status", Map.of("service_name", "nginx"),
          "service.unit.start", Map.of("service_name", "nginx"),
          "service.unit.stop", Map.of("service_name", "nginx"),
          "service.unit.restart", Map.of("service_name", "nginx"),
          "command.exec.run", Map.of("command", "df -h"),
          "command.script.run", Map.of("script", "deploy.sh"),
          "log.file.read", Map.of("log_path", "/var/log/a.log", "lines", 10));

  /** What a line of a command may hold: the worker compares it with its list, and runs that. */
  private static final Set<String> GOOD_IN_A_COMMAND =
      Set.of(
          "letters of another script",
          "an emoji",
          "right-to-left override",
          "another directory",
          "a second command",
          "a substitution",
          "an option",
          "a long option",
          "a wildcard",
          "a subject");

  @AfterAll
  static void stop() {
    API.close();
  }

  @TestFactory
  Stream<DynamicNode> no_parameter_in_a_path_or_query_takes_what_it_must_not() {
    return operations()
        .map(route ->
            dynamicContainer(
                route.name(),
                Stream.concat(route.inPath().stream(), route.query().stream())
                    .flatMap(field -> spoilt(route, field))));
  }

  @TestFactory
  Stream<DynamicNode> no_member_of_a_body_takes_what_it_must_not() {
    return operations()
        .filter(route -> route.body().isPresent())
        .map(route ->
            dynamicContainer(
                route.name(),
                route.operation().orElseThrow().input().fields().stream()
                    .flatMap(field -> spoiltMember(route, field))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "servers        | [\"fe80::1%eth0\"]                                    | /servers/0 | bad-format",
        "servers        | [\"192.0.2.1\",\"192.0.2.2\",\"192.0.2.3\",\"192.0.2.4\"] | /servers | out-of-range",
        "servers        | [\"192.0.2.1\",\"256.0.0.1\"]                         | /servers/1 | bad-format",
        "servers        | [\"192.0.2.1:53\"]                                    | /servers/0 | bad-format",
        "servers        | [\"192.0.2.1/24\"]                                    | /servers/0 | bad-format",
        "servers        | [\"0x7f.1\"]                                          | /servers/0 | bad-format",
        "servers        | [\"::ffff:192.0.2.999\"]                              | /servers/0 | bad-format",
        "servers        | [\"dns.example.org\"]                                 | /servers/0 | bad-format",
        "servers        | [null]                                                | /servers/0 | required",
        "search_domains | [\"example org\"]                                     | /search_domains/0 | bad-format",
        "search_domains | [\"example..org\"]                                    | /search_domains/0 | bad-format",
        "search_domains | [\"-example.org\"]                                    | /search_domains/0 | bad-format",
        "search_domains | [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]           | /search_domains   | out-of-range",
        "search_domains | [\"example.org\\noptions attempts:9\"]                | /search_domains/0 | bad-format",
      })
  void name_servers_and_domains_are_nothing_but_that(
      String member, String value, String pointer, String code) {
    isRefused(
        API.send(
            Role.WRITE,
            "PUT",
            "/api/v1/network/dns",
            "{\"interface\":\"eth0\",\"" + member + "\":" + value + "}"),
        pointer,
        Set.of(code));
  }

  private static Stream<DynamicNode> spoilt(Route route, Field field) {
    boolean isInPath = route.inPath().contains(field);
    var pointer = (isInPath ? "path/" : "query/") + field.name();
    var never =
        NEVER_GOOD.entrySet().stream()
            // An empty or dotted segment is another path, and so another route or none.
            .filter(
                bad -> !isInPath || !Set.of("empty", "another directory").contains(bad.getKey()))
            .map(bad ->
                test(
                    field.name() + ": " + bad.getKey(),
                    () -> isRefused(sent(route, field, bad.getValue()), pointer, Set.of())));
    return isInPath
        ? never
        : Stream.concat(
            never,
            Stream.of(
                test(
                    field.name() + ": twice",
                    () ->
                        isRefused(
                            sentEncoded(route, field, "a&" + field.name() + "=a"),
                            pointer,
                            Set.of("duplicate-parameter")))));
  }

  private static Stream<DynamicNode> spoiltMember(Route route, Field field) {
    var name = field.name();
    var pointer = "/" + name;
    var never =
        NEVER_GOOD.entrySet().stream()
            .filter(bad -> !name.equals("command") || !GOOD_IN_A_COMMAND.contains(bad.getKey()))
            .map(bad ->
                test(
                    name + ": " + bad.getKey(),
                    () -> isRefused(put(route, name, element(field, bad.getValue())), pointer)));
    var wrongTypes =
        Stream.<Object>of(true, Map.of("a", 1), List.of(List.of()), 1.5)
            .map(bad -> test(name + ": " + bad, () -> isRefused(put(route, name, bad), pointer)));
    return Stream.of(
            never,
            wrongTypes,
            field.required()
                ? Stream.of(
                    test(name + ": missing", () -> isRefused(without(route, name), pointer)))
                : Stream.<DynamicNode>of(),
            Stream.of(test(name + ": twice", () -> isRefused(twice(route, name), pointer))))
        .flatMap(tests -> tests);
  }

  private static DynamicNode test(String name, Runnable body) {
    return dynamicTest(name, body::run);
  }

  /** In a list, as its only element. */
  private static Object element(Field field, String value) {
    return field.type() instanceof Type.Many ? List.of(value) : value;
  }

  private static Got sent(Route route, Field field, String value) {
    return sentEncoded(route, field, URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static Got sentEncoded(Route route, Field field, String encoded) {
    var path = route.path();
    for (var each : route.inPath()) {
      path =
          path.replace(
              "{" + each.name() + "}", each.equals(field) ? encoded.replace("+", "%20") : "eth0");
    }
    var query = route.query().contains(field) ? "?" + field.name() + "=" + encoded : "";
    var body = route.body().isPresent() ? Contract.JSON.writeValueAsString(good(route)) : "";
    return API.send(Role.ADMIN, route.method().text(), path + query, body);
  }

  private static Got put(Route route, String member, Object value) {
    var body = good(route);
    body.put(member, value);
    return send(route, Contract.JSON.writeValueAsString(body));
  }

  private static Got without(Route route, String member) {
    var body = good(route);
    body.remove(member);
    return send(route, Contract.JSON.writeValueAsString(body));
  }

  private static Got twice(Route route, String member) {
    var body = good(route);
    var value = Contract.JSON.writeValueAsString(body.get(member));
    var text = Contract.JSON.writeValueAsString(body);
    return send(route, text.substring(0, text.length() - 1) + ",\"" + member + "\":" + value + "}");
  }

  private static Got send(Route route, String body) {
    return API.send(Role.ADMIN, route.method().text(), route.path(), body);
  }

  private static Map<String, Object> good(Route route) {
    var operation = route.operation().orElseThrow();
    assertThat(operation.input().fields().isEmpty() || GOOD.containsKey(operation.toString()))
        .as("a good input of %s", operation)
        .isTrue();
    return new LinkedHashMap<>(GOOD.getOrDefault(operation.toString(), Map.of()));
  }

  private static void isRefused(Got got, String pointer) {
    isRefused(got, pointer, Set.of());
  }

  private static void isRefused(Got got, String pointer, Set<String> codes) {
    assertThat(got.status()).as(got.text()).isEqualTo(400);
    assertThat((List<?>) got.json("errors"))
        .anySatisfy(error -> {
          var violation = (Map<?, ?>) error;
          assertThat((String) violation.get("pointer")).startsWith(pointer);
          assertThat((String) violation.get("code")).matches("[a-z-]+");
          assertThat(codes.isEmpty() || codes.contains(violation.get("code"))).isTrue();
        });
    assertThat(API.system.jobs.jobs()).isEmpty();
  }

  private static Stream<Route> operations() {
    return API.routes().all().stream().filter(route -> route.operation().isPresent());
  }
}
