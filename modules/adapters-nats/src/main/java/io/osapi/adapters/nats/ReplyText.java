package io.osapi.adapters.nats;

import io.osapi.domain.job.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replies to commands as JSON that the server takes: what is too long is cut, and the reply says
 * so.
 */
final class ReplyText {
  private static final String OUTPUT = "output";
  private static final String LINES = "lines";
  private static final String TRUNCATED = "truncated";

  /** Longest text of other members: what was asked is told again, and need not be all of it. */
  private static final int MAX_ECHO_CHARS = 4_096;

  /** For the headers of the message, which count too. */
  private static final int HEADER_BYTES = 1_024;

  private static final int MAX_HEADER_CHARS = 256;

  /** Of a reply, to one line: a long one among many others leaves room for them. */
  private static final int LINE_SHARE = 16;

  private ReplyText() {}

  static byte[] fitting(Map<String, Object> members, long maxPayload) {
    int room = (int) Math.max(0, Math.min(maxPayload, Integer.MAX_VALUE) - HEADER_BYTES);
    var reply = withShortEcho(members);
    var text = write(withFormat(reply));
    if (text.length <= room) {
      return text;
    }
    var cut = new LinkedHashMap<>(reply);
    cut.put(TRUNCATED, true);
    if (cut.get(OUTPUT) instanceof String output) {
      cut.put("output_format", "text");
      cut.put(OUTPUT, "");
      cut.put(OUTPUT, beginning(output, room - write(cut).length));
    }
    if (cut.get(LINES) instanceof List<?> lines) {
      cut.put(LINES, List.of());
      cut.put(LINES, newest(lines, room - write(cut).length, room / LINE_SHARE));
    }
    return write(cut);
  }

  /** On one line and in ASCII, as headers have to be. */
  static String header(String text) {
    var line = text.replaceAll("[^ -~]", "?");
    return line.substring(0, Math.min(line.length(), MAX_HEADER_CHARS));
  }

  /** The number that tools of NATS show; the words are HTTP's. */
  static String statusOf(Fault fault) {
    return switch (fault.code()) {
      case "invalid-request", "invalid-action", "invalid-lines" -> "400";
      case "not-allowed" -> "403";
      case "busy" -> "429";
      case "not-supported" -> "501";
      case "stopping" -> "503";
      case "timed-out" -> "504";
      default -> "500";
    };
  }

  private static byte[] write(Map<String, Object> members) {
    return Json.write(members);
  }

  private static Map<String, Object> withShortEcho(Map<String, Object> members) {
    var all = new LinkedHashMap<String, Object>();
    boolean cut = false;
    for (var member : members.entrySet()) {
      if (member.getValue() instanceof String text && !member.getKey().equals(OUTPUT)) {
        cut |= text.length() > MAX_ECHO_CHARS;
        all.put(member.getKey(), whole(text.substring(0, Math.min(text.length(), MAX_ECHO_CHARS))));
      } else {
        all.put(member.getKey(), member.getValue());
      }
    }
    if (cut) {
      all.put(TRUNCATED, true);
    }
    return all;
  }

  /** Half of a character, as JSON can write it and a cut can leave it, cannot be encoded. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** An output that is one JSON object or array stands in the reply as that. */
  private static Map<String, Object> withFormat(Map<String, Object> members) {
    if (!(members.get(OUTPUT) instanceof String output)) {
      return members;
    }
    var document =
        Boolean.TRUE.equals(members.get(TRUNCATED))
            ? java.util.Optional.empty()
            : Json.container(output);
    var all = new LinkedHashMap<String, Object>();
    members.forEach((name, value) -> {
      all.put(name, name.equals(OUTPUT) ? document.orElse(output) : value);
      if (name.equals(OUTPUT)) {
        all.put("output_format", document.isPresent() ? "json" : "text");
      }
    });
    return all;
  }

  private static String beginning(String text, int roomBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      bytes += size(character);
      if (bytes > roomBytes) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end);
  }

  /** As many of the last as fit; each with a comma and quotes. */
  private static List<String> newest(List<?> lines, int roomBytes, int lineBytes) {
    var kept = new ArrayList<String>();
    int left = roomBytes;
    for (var line : lines.reversed()) {
      var text = beginning((String) line, lineBytes);
      left -= size(text) + 3;
      if (left < 0) {
        break;
      }
      kept.addFirst(text);
    }
    return kept;
  }

  private static int size(String text) {
    return text.codePoints().map(ReplyText::size).sum();
  }

  /** In JSON, as UTF-8; some may be written shorter. */
  private static int size(int character) {
    if (character < ' ' || character == '\u2028' || character == '\u2029') {
      return "\\u0000".length();
    } else if (character == '"' || character == '\\') {
      return 2;
    } else if (character < 0x80) {
      return 1;
    } else if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}
