package io.osapi.adapters.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/**
 * Plain values as YAML. Every text stays in quotes, so that none turns into a number or "no", and
 * none holds controls; of names, only those that some reader would take for more.
 */
final class Yaml {
  /** What readers of YAML 1.1 take for a truth or for nothing, in small letters. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "");

  /** Beginnings of numbers, and a short form of null. */
  private static final String NUMBERS = "0123456789-+.~";

  private static final ImplicitTuple NO_TAG = new ImplicitTuple(true, true);

  private final Emitter emitter;

  private Yaml(Emitter emitter) {
    this.emitter = emitter;
  }

  static String text(Object value) {
    var settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setSplitLines(false).build();
    var text = new Text();
    var emitter = new Emitter(settings, text);
    emitter.emit(new StreamStartEvent());
    emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    new Yaml(emitter).add(value);
    emitter.emit(new DocumentEndEvent(false));
    emitter.emit(new StreamEndEvent());
    return text.toString();
  }

  private void add(Object value) {
    switch (value) {
      case null -> plain("null");
      case Map<?, ?> members -> {
        emitter.emit(
            new MappingStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
        members.forEach((name, member) -> {
          name((String) name);
          add(member);
        });
        emitter.emit(new MappingEndEvent());
      }
      case List<?> elements -> {
        emitter.emit(
            new SequenceStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
        elements.forEach(this::add);
        emitter.emit(new SequenceEndEvent());
      }
      case Boolean flag -> plain(flag.toString());
      case Number number when Json.isExact(number) -> plain(number.toString());
      default -> scalar(value.toString(), ScalarStyle.DOUBLE_QUOTED);
    }
  }

  private void name(String name) {
    boolean isMore =
        WORDS.contains(name.toLowerCase(Locale.ROOT))
            || NUMBERS.indexOf(name.charAt(0)) >= 0
            || name.chars().anyMatch(unit -> unit < ' ');
    scalar(name, isMore ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
  }

  private void plain(String text) {
    scalar(text, ScalarStyle.PLAIN);
  }

  private void scalar(String text, ScalarStyle style) {
    emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), NO_TAG, text, style));
  }

  /** What the emitter writes to. */
  private static final class Text extends StringWriter implements StreamDataWriter {}
}
