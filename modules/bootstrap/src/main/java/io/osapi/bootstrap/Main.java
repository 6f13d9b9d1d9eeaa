package io.osapi.bootstrap;

import io.osapi.adapters.cli.Cli;
import io.osapi.domain.operation.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program: one executable for every role and for the client. */
public final class Main {
  /**
   * Names a file of command lines that are run in one process, one after the other: what the JVM
   * writes down of one process is all that an AOT cache can hold. For the build of the images.
   */
  private static final String REHEARSAL = "osapi.rehearsal";

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    var rehearsal = System.getProperty(REHEARSAL);
    if (rehearsal == null) {
      end(run(arguments));
    }
    for (var line : Files.readAllLines(Path.of(rehearsal))) {
      run(line.split(" "));
    }
  }

  /**
   * What was to be ended has ended, and what was to be written is. An exit would look for a logger
   * first, to tell it so, which is a twentieth of a command.
   */
  private static void end(int code) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread("end"));
    } catch (IllegalStateException signalled) {
      // Somebody pressed Ctrl-C, and what there is to say about it is being said.
      System.exit(code);
    }
    Runtime.getRuntime().halt(code);
  }

  private static int run(String[] arguments) {
    return new Cli(Catalogue.standard(), new Osapi(), Cli.Streams.ofProcess()).run(arguments);
  }
}
