package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads keys from YAML, event by event: each value knows its line. Anchors, aliases and tags are
 * refused, so that a file is no longer than it looks and no text chooses a type.
 */
final class FileSource {
  /** A full configuration has 5 KiB. */
  static final int MAX_BYTES = 1024 * 1024;

  private final Path file;
  private final YamlEvents events;
  private final List<Fault> faults;
  private final List<Given> given = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private FileSource(Path file, YamlEvents events, List<Fault> faults) {
    this.file = file;
    this.events = events;
    this.faults = faults;
  }

  /**
   * What {@code text}, the content of {@code file}, gives; all that is wrong goes to {@code
   * faults}.
   */
  static List<Given> read(Path file, String text, List<Fault> faults) {
    var source = new FileSource(file, new YamlEvents(text), faults);
    source.document();
    return source.given;
  }

  private void document() {
    try {
      var first = events.next();
      // A file of comments only has nothing, or null.
      if (first == Event.ID.MappingStart) {
        section("");
      } else if (first != Event.ID.StreamEnd && !events.isNull()) {
        fault("", "must be a mapping of keys to values");
        return;
      }
      if (first != Event.ID.StreamEnd && events.next() != Event.ID.StreamEnd) {
        fault("", "has a second document; only one is read");
      }
    } catch (YamlEngineException e) {
      faults.add(new Fault(new Origin.File(file, events.lastLine()), "", notYaml(e)));
    }
  }

  /** From its beginning to its end. */
  private void section(String prefix) {
    while (events.next() != Event.ID.MappingEnd) {
      var name = prefix + events.name();
      int line = events.line();
      events.next();
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
      events.skip();
    } else if (!seen.add(name)) {
      fault(line, name, "stands here for the second time");
      events.skip();
    } else if (events.kind() == Event.ID.MappingStart) {
      section(name + ".");
    } else if (!events.isNull()) {
      // A section whose keys are all commented out is null, and that is fine.
      fault(line, name, "must be a mapping of keys");
      events.skip();
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
    return switch (events.kind()) {
      case SequenceStart -> items(name).map(Raw.Items::new);
      case MappingStart -> entries(name).map(Raw.Entries::new);
      default -> {
        if (events.isNull()) {
          fault(line, name, "has no value; give one, or remove the key");
        }
        yield events.text().map(Raw.Text::new);
      }
    };
  }

  /** Whether a mapping may stand among them, the key's type decides. */
  private Optional<List<Raw>> items(String name) {
    var items = new ArrayList<Raw>();
    boolean allRead = true;
    while (events.next() != Event.ID.SequenceEnd) {
      var item = item(name);
      item.ifPresent(items::add);
      allRead &= item.isPresent();
    }
    return allRead ? Optional.of(items) : Optional.empty();
  }

  private Optional<Raw> item(String name) {
    if (events.kind() == Event.ID.MappingStart && isPlain(name)) {
      return entries(name).map(Raw.Entries::new);
    }
    return text(name).map(Raw.Text::new);
  }

  private Optional<LinkedHashMap<String, String>> entries(String name) {
    var entries = new LinkedHashMap<String, String>();
    boolean allTexts = true;
    while (events.next() != Event.ID.MappingEnd) {
      var entry = events.name();
      events.next();
      var text = text(name + "." + entry);
      allTexts &= text.isPresent();
      if (text.isPresent() && entries.put(entry, text.get()) != null) {
        fault(name + "." + entry, "stands here for the second time");
        allTexts = false;
      }
    }
    return allTexts ? Optional.of(entries) : Optional.empty();
  }

  /** The single text at the current event; empty, with a fault, for anything else. */
  private Optional<String> text(String name) {
    if (!isPlain(name)) {
      return Optional.empty();
    }
    var text = events.text();
    if (text.isEmpty()) {
      fault(name, "must hold single values only");
      events.skip();
    }
    return text;
  }

  /** False, with a fault and past the value, if YAML would make something else of it. */
  private boolean isPlain(String name) {
    if (events.hasAnchor()) {
      fault(name, "has an anchor or alias; write the value itself");
    } else if (events.hasTag()) {
      fault(name, "has a tag; write the value without it");
    } else {
      return true;
    }
    events.skip();
    return false;
  }

  /** Without the excerpts of the file that the parser adds: they may show a secret. */
  private static String notYaml(YamlEngineException e) {
    return e.getMessage()
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(", ", "is not valid YAML: ", ""));
  }

  private void fault(String name, String message) {
    fault(events.line(), name, message);
  }

  private void fault(int line, String name, String message) {
    faults.add(new Fault(new Origin.File(file, line), name, message));
  }
}
