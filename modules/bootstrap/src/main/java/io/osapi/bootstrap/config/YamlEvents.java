package io.osapi.bootstrap.config;

import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * What a YAML text says, one event after the other. Nothing is resolved: an alias stays an alias,
 * and a plain {@code 007} the text that it is.
 */
final class YamlEvents {
  /** The deepest key has five names. */
  private static final int MAX_DEPTH = 16;

  private final Iterator<Event> events;
  private Optional<Event> current = Optional.empty();
  private int depth;

  YamlEvents(String text) {
    var settings = LoadSettings.builder().build();
    events = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /**
   * Goes on to the next event that is part of a document, or to the end of all.
   *
   * @throws YamlEngineException if there is no YAML, or it is too deep
   */
  Event.ID next() {
    Event event;
    do {
      event = events.next();
      current = Optional.of(event);
    } while (isFrame(event));
    depth += depth(event.getEventId());
    if (depth > MAX_DEPTH) {
      throw new YamlEngineException("it is deeper than " + MAX_DEPTH + " levels");
    }
    return event.getEventId();
  }

  /** To the end of the mapping or list that the current event begins; no step for a text. */
  void skip() {
    int outside = depth - depth(kind());
    while (depth > outside) {
      next();
    }
  }

  Event.ID kind() {
    return event().getEventId();
  }

  /** The text that the current event is; empty if it is none, or null. */
  Optional<String> text() {
    return event() instanceof ScalarEvent scalar && !isNull()
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  /** The name of a member, which is the current event. */
  String name() {
    if (event() instanceof ScalarEvent scalar) {
      return scalar.getValue();
    }
    throw new YamlEngineException("a key must be a single text");
  }

  boolean isNull() {
    return event() instanceof ScalarEvent scalar
        && scalar.isPlain()
        && (scalar.getValue().isEmpty() || scalar.getValue().equals("null"));
  }

  /** Whether it is the value that stands elsewhere, or may be repeated elsewhere. */
  boolean hasAnchor() {
    return event() instanceof NodeEvent node && node.getAnchor().isPresent();
  }

  boolean hasTag() {
    return event() instanceof ScalarEvent scalar && scalar.getTag().isPresent()
        || event() instanceof CollectionStartEvent start && start.getTag().isPresent();
  }

  /** Where the current event begins. */
  int line() {
    return line(event().getStartMark());
  }

  /** Where the parser is, behind the current event; 0 before the first. */
  int lastLine() {
    return current.map(event -> line(event.getEndMark())).orElse(0);
  }

  private Event event() {
    return current.orElseThrow();
  }

  private static boolean isFrame(Event event) {
    return switch (event.getEventId()) {
      case StreamStart, DocumentStart, DocumentEnd, Comment -> true;
      default -> false;
    };
  }

  private static int depth(Event.ID kind) {
    return switch (kind) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      default -> 0;
    };
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(-1) + 1;
  }
}
