package io.osapi.domain.operation;

import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Matches;
import java.time.Duration;

/** Commands and scripts that an edge worker's configuration allows. */
public final class CommandOperations {
  private static final Family COMMAND = new Family("command", "Commands that hosts allow");

  /** A worker's own limit is five minutes at most; its answer needs a moment more. */
  private static final Duration LONGEST = Duration.ofMinutes(6);

  /** One line: what it must be else is for the worker's list to say. */
  private static final String LINE = "(?! *$)[^\\u0000-\\u001f\\u007f-\\u009f]{1,4096}";

  private static final String SCRIPT = "[A-Za-z0-9_][A-Za-z0-9._-]{0,250}\\.sh";

  public record CommandLine(
      @About("Command, as the worker's allowed_commands has it, or the name of a script")
          @Matches(value = LINE, hint = "must be 1 to 4096 characters on one line")
          String command) {}

  public record ScriptName(
      @About("File in the worker's scripts_directory")
          @Matches(
              value = SCRIPT,
              hint = "must be the bare name of a file that ends with .sh, such as deploy.sh")
          String script) {}

  public record CommandRun(
      @About("What was run, as the worker's configuration has it") String command,
      @About("What it wrote, standard output before standard error") String output,
      @About("Its exit code; others than 0 are failures") int exitCode,
      @About("Whether the output is longer than is kept") boolean truncated) {}

  public static final Operation<CommandLine, CommandRun> EXEC_RUN =
      COMMAND
          .execute("exec.run", "Run an allowed command", CommandLine.class, CommandRun.class)
          .within(LONGEST);

  public static final Operation<ScriptName, CommandRun> SCRIPT_RUN =
      COMMAND
          .execute("script.run", "Run an allowed script", ScriptName.class, CommandRun.class)
          .within(LONGEST);

  static final Family.Members ALL = COMMAND.of(EXEC_RUN, SCRIPT_RUN);

  private CommandOperations() {}
}
