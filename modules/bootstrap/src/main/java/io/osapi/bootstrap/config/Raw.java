package io.osapi.bootstrap.config;

import java.util.List;
import java.util.Map;

/** A value as its source has it, before it is known to be right. */
sealed interface Raw {

  /** One text: all that variables and flags can give, and any single value of the file. */
  record Text(String text) implements Raw {}

  /** A list of the file: of texts, or of mappings where a key takes them. */
  record Items(List<Raw> items) implements Raw {}

  /** A mapping of the file, in its order. */
  record Entries(Map<String, String> entries) implements Raw {}
}
