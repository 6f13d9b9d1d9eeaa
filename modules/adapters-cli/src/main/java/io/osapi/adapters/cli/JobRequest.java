package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The request for a job, from a file or from options; options win over the file. */
final class JobRequest {
  private JobRequest() {}

  /**
   * @throws Cli.Refused if it cannot be read or is no JSON object
   */
  static Map<String, Object> read(Call call) {
    boolean fromFile = call.has("--json-file");
    if (fromFile == call.has("--operation")) {
      throw Refusals.usage("Give either --json-file, or --operation with its --data.");
    }
    var body = fromFile ? file(call) : fromOptions(call);
    call.text("--target")
        .ifPresent(target -> {
          body.remove("target_hostname");
          body.put("target", target);
        });
    putSpan(call, "--timeout", body, "timeout");
    putSpan(call, "--expires-in", body, "expires_in");
    return body;
  }

  /** As the API will understand it. */
  static String target(Map<String, Object> body) {
    return Json.text(body, "target").or(() -> Json.text(body, "target_hostname")).orElse("_any");
  }

  private static Map<String, Object> file(Call call) {
    if (call.has("--data")) {
      throw Refusals.usage("--data belongs to --operation; the file has its own.");
    }
    var name = call.text("--json-file").orElseThrow();
    return object(
        name.equals("-") ? "standard input" : name,
        name.equals("-") ? call.terminal().input() : text(Path.of(name)));
  }

  private static String text(Path file) {
    try (var input = Files.newInputStream(file)) {
      var bytes = input.readNBytes(Terminal.MAX_INPUT_BYTES + 1);
      if (bytes.length > Terminal.MAX_INPUT_BYTES) {
        throw Refusals.usage(file + " has more than " + Terminal.MAX_INPUT_BYTES + " bytes.");
      }
      return new String(bytes, UTF_8);
    } catch (IOException unreadable) {
      throw new Cli.Refused(
          Exit.USAGE, List.of("Cannot read " + file + ": " + reason(unreadable) + "."), unreadable);
    }
  }

  private static String reason(IOException unreadable) {
    return switch (unreadable) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(unreadable.getMessage());
    };
  }

  private static Map<String, Object> fromOptions(Call call) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("type", call.text("--operation").orElseThrow());
    operation.put("data", call.text("--data").map(text -> object("--data", text)).orElse(Map.of()));
    var body = new LinkedHashMap<String, Object>();
    body.put("operation", operation);
    return body;
  }

  static Map<String, Object> object(String where, String text) {
    try {
      if (Json.read(text) instanceof Map<?, ?> object) {
        return new LinkedHashMap<>(Json.asMap(object));
      }
    } catch (Json.Malformed notJson) {
      throw new Cli.Refused(
          Exit.USAGE, List.of(where + " is not JSON: " + notJson.getMessage()), notJson);
    }
    throw Refusals.usage(where + " must be a JSON object: {…}");
  }

  private static void putSpan(Call call, String option, Map<String, Object> body, String member) {
    call.value(option, Duration.class).ifPresent(span -> body.put(member, span.toString()));
  }
}
