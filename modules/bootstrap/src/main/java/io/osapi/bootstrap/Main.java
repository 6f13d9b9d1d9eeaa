package io.osapi.bootstrap;

import io.osapi.adapters.cli.Cli;
import io.osapi.domain.operation.Catalogue;

/** The program: one executable for every role and for the client. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var cli = new Cli(Catalogue.standard(), new Osapi(), Cli.Streams.ofProcess());
    System.exit(cli.run(arguments));
  }
}
