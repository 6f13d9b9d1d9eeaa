package io.osapi.adapters.http;

import java.util.Map;

/** What an answer carries. */
sealed interface Content {

  /** Plain values, which become a JSON object. */
  record Json(Map<String, Object> object) implements Content {}

  /** Text that was written before. */
  record Written(String mediaType, byte[] text) implements Content {}

  record Nothing() implements Content {}
}
