/** The command line: HTTP out, terminal in. */
module io.osapi.adapters.cli {
  // Commands and their options follow from the catalogue; results are drawn by their shapes.
  requires transitive io.osapi.domain;
  // Parsing, help texts and completion scripts.
  requires info.picocli;
  // The client of the REST API.
  requires java.net.http;
  // JSON as streams of tokens: no data binding, which would double the start of a command.
  requires com.google.gson;
  // Only loaded by -o yaml.
  requires org.snakeyaml.engine;

  // The door, for bootstrap.
  exports io.osapi.adapters.cli;
}
