package io.osapi.bootstrap.config;

import io.osapi.architecture.Generated;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final String HEAD =
      """
      # Configuration

      <!-- Generated from io.osapi.bootstrap.config.Keys; see the end of the page. -->

      Values come from a YAML file, then from the environment, then from flags; the later wins.
      The file is `/etc/osapi/osapi.yaml`, or the one that `-f` names. `osapi config validate` says
      what is wrong with it, `osapi config show --origin` where each value comes from.

      - **Environment**: `OSAPI_` and the key in upper case, with `_` for `.`. A variable that begins
        with `OSAPI_` and belongs to no key is refused (in Kubernetes, a service named `osapi` adds
        such variables to its pods; `enableServiceLinks: false` stops that).
      - **Durations**: `100ms`, `30s`, `2m`, `1h30m`, `7d`. **Sizes**: bytes, or `512MiB`, `1GiB`, `1GB`.
      - **Lists** are YAML lists or comma-separated. **Maps** are YAML mappings or `k=v,k=v`.
      - **Secrets** (marked 🔒) can be read from a file: `<key>_file` names it, and one newline at its end
        does not count. Keep such files, and a configuration file with secrets, at mode 0600;
        osapi warns where others may read them.
      - A name with dots is the same as nested mappings: `api.server.port: 8080`. YAML anchors,
        aliases and tags are refused.
      - An unknown key, a wrong type or a value out of range: all of them are listed with file and line,
        nothing is started, and the exit code is 2.
      """;

  private static final String FOOT =
      """

      ---
      Regenerate with `mvn -pl modules/bootstrap -am test -Dosapi.regenerate=true`.
      """;

  @Test
  void the_reference_page_is_that_of_the_keys() {
    Generated.file("docs/reference/configuration.md").mustBe(page());
  }

  private static String page() {
    var page = new StringBuilder(HEAD);
    var area = "";
    for (var key : Keys.all()) {
      if (!area(key).equals(area)) {
        area = area(key);
        page.append("\n## ").append(area).append("\n\n");
        page.append("| key | default | value | meaning |\n|---|---|---|---|\n");
      }
      page.append(row(key));
    }
    return page.append(FOOT).toString();
  }

  /** The first two names of a key: {@code api.server}. */
  private static String area(Key<?> key) {
    var names = key.name().split("\\.");
    return names.length > 2 ? "`" + names[0] + "." + names[1] + "`" : "`" + names[0] + "`";
  }

  private static String row(Key<?> key) {
    var lock = key.isSecret() ? " 🔒" : "";
    var needed =
        key.neededBy().isEmpty()
            ? ""
            : key.neededBy().stream()
                .sorted()
                .map(ReferencePageTest::who)
                .collect(Collectors.joining(", ", ". Needed by ", ""));
    return "| `%s`%s | %s | %s | %s%s |\n"
        .formatted(
            key.name(), lock, fallback(key), cell(key.type().rule()), cell(key.about()), needed);
  }

  private static String fallback(Key<?> key) {
    return key.fallback()
        .map(Key.Fallback::shown)
        .map(shown -> shown.contains(" ") ? shown : "`" + shown + "`")
        .map(shown -> shown.equals("``") ? "none" : shown)
        .orElse("–");
  }

  private static String who(Use use) {
    return switch (use) {
      case API -> "the API";
      case WORKER -> "the worker";
      case NATS -> "the nats-server";
      case TOKENS -> "`osapi token`";
      case CLIENT -> "`osapi client`";
      case INSPECTION -> "`osapi config`";
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
