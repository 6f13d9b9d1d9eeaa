package io.osapi.adapters.nats;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Plain values to JSON bytes and back. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private Json() {}

  static byte[] write(Map<String, ?> members) {
    return MAPPER.writeValueAsBytes(members);
  }

  /**
   * @throws Unreadable if it is no JSON object
   */
  static Map<String, Object> read(byte[] bytes) {
    try {
      Map<String, Object> members = MAPPER.readValue(bytes, OBJECT);
      if (members == null) {
        throw new Unreadable("null instead of a JSON object", null);
      }
      return members;
    } catch (JacksonException notJson) {
      throw new Unreadable("no JSON object", notJson);
    }
  }

  /** A stored or delivered message that is not what it should be. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Enough for people to know what is wrong: it may quote what was sent, of any length. */
    private static final int MAX_CHARS = 500;

    Unreadable(String what, Throwable cause) {
      super(what.substring(0, Math.min(what.length(), MAX_CHARS)), cause);
    }
  }
}
