package io.osapi.adapters.cli;

import java.util.Optional;

/** A command's way to the API, made when the command first asks for it: not all need one. */
final class Connection implements AutoCloseable {
  private final Cli.Product product;
  private final Cli.Globals globals;
  private final String command;
  private Optional<Api> api = Optional.empty();

  Connection(Cli.Product product, Cli.Globals globals, String command) {
    this.product = product;
    this.globals = globals;
    this.command = command;
  }

  Api api() {
    if (api.isEmpty()) {
      var http = Api.plainClient();
      api = Optional.of(new Api(product.client(globals), product.trace(globals, command), http));
    }
    return api.get();
  }

  /** The command is over. */
  void end(int exitCode) {
    api.ifPresent(used -> used.trace().end(exitCode));
  }

  @Override
  public void close() {
    api.ifPresent(Api::close);
  }
}
