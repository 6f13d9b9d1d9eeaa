package io.osapi.adapters.cli;

import io.osapi.adapters.cli.Cli.ProcessRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line that starts a role, as service managers write it: the words, and a configuration file
 * perhaps. It is read without the parser of commands, which would stay in memory for as long as the
 * role runs. Every other line is the parser's, with the same meaning.
 */
record RoleLine(ProcessRole role, Cli.Globals globals) {
  private static final Map<List<String>, ProcessRole> WORDS =
      Map.of(
          List.of("start"), ProcessRole.ALL,
          List.of("nats", "server", "start"), ProcessRole.NATS,
          List.of("api", "server", "start"), ProcessRole.API,
          List.of("job", "worker", "start"), ProcessRole.WORKER);

  private static final List<String> FILE = List.of("-f", "--osapi-file");

  static Optional<RoleLine> of(String... arguments) {
    var words = List.of(arguments);
    if (words.size() > 2 && FILE.contains(words.getFirst())) {
      return of(words.subList(2, words.size()), Optional.of(words.get(1)));
    }
    return of(words, Optional.empty());
  }

  private static Optional<RoleLine> of(List<String> words, Optional<String> file) {
    return Optional.ofNullable(WORDS.get(words))
        .map(role ->
            new RoleLine(
                role, new Cli.Globals(file.map(Path::of), false, Cli.Format.TABLE, false, false)));
  }

  /** The exit code, when the role has ended. */
  int start(Cli.Product product, Cli.Streams streams) {
    try {
      return product.start(role, globals, Map.of());
    } catch (RuntimeException thrown) {
      return Failures.tell(thrown, globals, new Terminal(streams, globals), streams.err());
    }
  }
}
