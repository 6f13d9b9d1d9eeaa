package io.osapi.adapters.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which commands may be run here. What is run is what the configuration says, never what was asked
 * for; whoever asks for anything else learns no more than that.
 */
final class AllowedCommands {
  private static final System.Logger LOG = System.getLogger(AllowedCommands.class.getName());
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");
  private static final Pattern SCRIPT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,250}\\.sh");
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Optional<Path> scripts;
  private final List<HostOperations.AllowedCommand> commands;

  AllowedCommands(Optional<Path> scripts, List<HostOperations.AllowedCommand> commands) {
    this.scripts = scripts;
    this.commands = List.copyOf(commands);
  }

  /**
   * Something that may be run.
   *
   * @param line as it is configured
   * @param argv its program is a name or an absolute path
   */
  record Runnable(String line, List<String> argv) {}

  /**
   * @throws OperationFailure if it is not allowed
   */
  Runnable find(String asked) throws OperationFailure {
    var line = folded(asked);
    for (var command : commands) {
      if (folded(command.line()).equals(line)) {
        return new Runnable(
            command.line(),
            command.shell()
                ? List.of("/bin/sh", "-c", command.line())
                : List.of(command.line().split(" ")));
      }
    }
    return script(asked);
  }

  /**
   * @throws OperationFailure if it is no script that may be run
   */
  Runnable script(String name) throws OperationFailure {
    if (scripts.isEmpty() || !SCRIPT.matcher(name).matches()) {
      throw refusal();
    }
    try {
      var directory = scripts.get().toRealPath();
      var file = directory.resolve(name).toRealPath();
      var fault = fault(directory, file);
      if (fault.isPresent()) {
        LOG.log(Level.WARNING, "the script {0} is not run: {1}", name, fault.get());
        throw refusal();
      }
      return new Runnable(name, List.of(file.toString()));
    } catch (OperationFailure itsOwn) {
      throw itsOwn;
    } catch (IOException notThere) {
      throw refusal();
    }
  }

  /** Why a file is not run; told to who reads the log here, and to nobody else. */
  private static Optional<String> fault(Path directory, Path file) throws IOException {
    if (!directory.equals(file.getParent())
        || !SCRIPT.matcher(file.getFileName().toString()).matches()) {
      return Optional.of("it is a link to " + file);
    } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("it is not a regular file");
    } else if (isChangedByOthers(file)) {
      return Optional.of("others than its owner, or a stranger, may change it");
    } else if (isChangedByOthers(directory)) {
      return Optional.of("others than its owner, or a stranger, may change its directory");
    } else if (!Files.isExecutable(file)) {
      return Optional.of("it is not executable");
    }
    return Optional.empty();
  }

  /** The owner must be who runs it, or root: nobody else may choose what runs here. */
  private static boolean isChangedByOthers(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:uid,permissions", LinkOption.NOFOLLOW_LINKS);
    var owner = (Integer) attributes.get("uid");
    var me = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    var permissions = (Set<?>) attributes.get("permissions");
    return owner != 0 && !owner.equals(me) || OF_OTHERS.stream().anyMatch(permissions::contains);
  }

  /** Blanks and tabs only: a line break is none, and is in no entry. */
  private static String folded(String asked) {
    var line = BLANKS.matcher(asked).replaceAll(" ");
    int begin = line.startsWith(" ") ? 1 : 0;
    int end = line.length() > begin && line.endsWith(" ") ? line.length() - 1 : line.length();
    return line.substring(begin, end);
  }

  private static OperationFailure refusal() {
    return new OperationFailure("not-allowed", "command not in allowed list or scripts directory");
  }
}
