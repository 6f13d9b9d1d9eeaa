package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads keys from YAML, token by token: each value knows its line. Anchors, aliases and tags are
 * refused, so that a file is no longer than it looks and no text chooses a type.
 */
final class FileSource {
  /** A full configuration has 5 KiB. */
  static final int MAX_BYTES = 1024 * 1024;

  /** The deepest key has five names. */
  private static final int MAX_DEPTH = 16;

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final Path file;
  private final YAMLParser parser;
  private final List<Fault> faults;
  private final List<Given> given = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private FileSource(Path file, YAMLParser parser, List<Fault> faults) {
    this.file = file;
    this.parser = parser;
    this.faults = faults;
  }

  /**
   * What {@code text}, the content of {@code file}, gives; all that is wrong goes to {@code
   * faults}.
   */
  static List<Given> read(Path file, String text, List<Fault> faults) {
    try (var parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
      var source = new FileSource(file, parser, faults);
      source.document();
      return source.given;
    }
  }

  private void document() {
    try {
      var first = parser.nextToken();
      // A file of comments only has nothing, or null.
      if (first == JsonToken.START_OBJECT) {
        section("");
      } else if (first != null && first != JsonToken.VALUE_NULL) {
        fault("", "must be a mapping of keys to values");
        return;
      }
      if (parser.nextToken() != null) {
        fault("", "has a second document; only one is read");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      faults.add(new Fault(new Origin.File(file, Math.max(line, 0)), "", notYaml(e)));
    }
  }

  /** From its opening token to its closing one. */
  private void section(String prefix) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = prefix + parser.currentName();
      int line = line();
      parser.nextToken();
      if (isPlain(name)) {
        member(name, line);
      }
    }
  }

  private void member(String name, int line) {
    var known = Keys.TABLE.named(name);
    if (known.isPresent()) {
      value(known.get(), line);
    } else if (!Keys.TABLE.isSection(name)) {
      fault(line, name, Keys.TABLE.unknown(name));
      parser.skipChildren();
    } else if (!seen.add(name)) {
      fault(line, name, "stands here for the second time");
      parser.skipChildren();
    } else if (parser.currentToken() == JsonToken.START_OBJECT) {
      section(name + ".");
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      // A section whose keys are all commented out is null, and that is fine.
      fault(line, name, "must be a mapping of keys");
      parser.skipChildren();
    }
  }

  private void value(KeyTable.Name name, int line) {
    boolean isFirst = seen.add(name.text());
    if (!isFirst) {
      fault(line, name.text(), "stands here for the second time");
    }
    raw(name.text(), line)
        .filter(_ -> isFirst)
        .ifPresent(
            raw -> given.add(new Given(name.key(), name.text(), raw, new Origin.File(file, line))));
  }

  /** Empty, with a fault, for what is no value at all. */
  private Optional<Raw> raw(String name, int line) {
    return switch (parser.currentToken()) {
      case START_ARRAY -> items(name).map(Raw.Items::new);
      case START_OBJECT -> entries(name).map(Raw.Entries::new);
      case VALUE_NULL -> {
        fault(line, name, "has no value; give one, or remove the key");
        yield Optional.empty();
      }
      default -> Optional.of(new Raw.Text(parser.getString()));
    };
  }

  /** Whether a mapping may stand among them, the key's type decides. */
  private Optional<List<Raw>> items(String name) {
    var items = new ArrayList<Raw>();
    boolean allRead = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      var item = item(name);
      item.ifPresent(items::add);
      allRead &= item.isPresent();
    }
    return allRead ? Optional.of(items) : Optional.empty();
  }

  private Optional<Raw> item(String name) {
    if (parser.currentToken() == JsonToken.START_OBJECT && isPlain(name)) {
      return entries(name).map(Raw.Entries::new);
    }
    return text(name).map(Raw.Text::new);
  }

  private Optional<LinkedHashMap<String, String>> entries(String name) {
    var entries = new LinkedHashMap<String, String>();
    boolean allTexts = true;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var entry = parser.currentName();
      parser.nextToken();
      var text = text(name + "." + entry);
      allTexts &= text.isPresent();
      if (text.isPresent() && entries.put(entry, text.get()) != null) {
        fault(name + "." + entry, "stands here for the second time");
        allTexts = false;
      }
    }
    return allTexts ? Optional.of(entries) : Optional.empty();
  }

  /** The single text at the current token; empty, with a fault, for anything else. */
  private Optional<String> text(String name) {
    if (!isPlain(name)) {
      return Optional.empty();
    }
    if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
      fault(name, "must hold single values only");
      parser.skipChildren();
      return Optional.empty();
    }
    return Optional.of(parser.getString());
  }

  /** False, with a fault and past the value, if YAML would make something else of it. */
  private boolean isPlain(String name) {
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      fault(name, "has an anchor or alias; write the value itself");
    } else if (parser.getTypeId() != null) {
      fault(name, "has a tag; write the value without it");
    } else {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  /** Without the excerpts of the file that the parser adds: they may show a secret. */
  private static String notYaml(JacksonException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(", ", "is not valid YAML: ", ""));
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private void fault(String name, String message) {
    fault(line(), name, message);
  }

  private void fault(int line, String name, String message) {
    faults.add(new Fault(new Origin.File(file, line), name, message));
  }
}
