package io.osapi.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads keys from variables and flags, where each value is one text. */
final class TextSources {
  private static final String PREFIX = "OSAPI_";

  private TextSources() {}

  static List<Given> ofEnvironment(Map<String, String> environment, List<Fault> faults) {
    var given = new ArrayList<Given>();
    for (var entry : new TreeMap<>(environment).tailMap(PREFIX).entrySet()) {
      var variable = entry.getKey();
      if (!variable.startsWith(PREFIX)) {
        break;
      }
      var origin = new Origin.Environment(variable);
      Keys.TABLE
          .ofVariable(variable)
          .ifPresentOrElse(
              name -> given.add(given(name, entry.getValue(), origin)),
              () -> faults.add(new Fault(origin, "", Keys.TABLE.unknownVariable(variable))));
    }
    return given;
  }

  static List<Given> ofFlags(Map<String, String> flags, List<Fault> faults) {
    var given = new ArrayList<Given>();
    var origin = new Origin.Flag();
    new TreeMap<>(flags)
        .forEach((name, text) ->
            Keys.TABLE
                .named(name)
                .ifPresentOrElse(
                    known -> given.add(given(known, text, origin)),
                    () -> faults.add(new Fault(origin, name, Keys.TABLE.unknown(name)))));
    return given;
  }

  private static Given given(KeyTable.Name name, String text, Origin origin) {
    return new Given(name.key(), name.text(), new Raw.Text(text), origin);
  }
}
