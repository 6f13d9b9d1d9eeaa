package io.osapi.adapters.cli;

import java.util.Optional;

/** A command's way to the API, made when the command first asks for it: not all need one. */
final class Connection implements AutoCloseable {
  private final Cli.Product product;
  private final Cli.Globals globals;
  private Optional<Api> api = Optional.empty();

  Connection(Cli.Product product, Cli.Globals globals) {
    this.product = product;
    this.globals = globals;
  }

  Api api() {
    if (api.isEmpty()) {
      api = Optional.of(new Api(product.client(globals)));
    }
    return api.get();
  }

  @Override
  public void close() {
    api.ifPresent(Api::close);
  }
}
