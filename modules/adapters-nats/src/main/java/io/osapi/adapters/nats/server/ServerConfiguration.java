package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.access.Access;
import io.osapi.adapters.nats.server.NatsServer.Settings;
import io.osapi.adapters.nats.server.NatsServer.Sync;
import java.nio.file.Path;

/** Writes the file that nats-server reads. Pure. */
final class ServerConfiguration {
  /** Results are cut at 256 KiB; the rest is for their envelope and for larger inputs. */
  static final int MAX_PAYLOAD_BYTES = 1 << 20;

  /** Room for streams that the configuration puts into memory instead of files. */
  static final int MAX_MEMORY_STORE_BYTES = 256 << 20;

  /** One connection per worker and API process; more than that is a fault or an attack. */
  static final int MAX_CONNECTIONS = 10_000;

  private ServerConfiguration() {}

  static String of(Settings settings) {
    return """
    # Written by osapi at every start; what is changed here is lost. The keys nats.server.* of osapi's configuration
    # decide.

    # A number of its own for each test server: -1 lets the kernel choose.
    host: %s
    port: %d
    server_name: %s

    # The lines go to osapi's log, which has its own time.
    logtime: false
    debug: false
    trace: false

    jetstream {
      store_dir: %s
      # A full store refuses new messages; without a bound it would fill the disk.
      max_file_store: %d
      max_memory_store: %d
      # Bounds what a power loss can take; nats-server's own default is two minutes.
      sync_interval: %s
      # A misspelt option of ours is an error, not silence.
      strict: true
    }

    max_payload: %d
    max_connections: %d
    # Half a minute until a host that vanished without a word is known to be gone and its pending requests are
    # dropped; nats-server's own default is six minutes.
    ping_interval: "10s"
    ping_max: 2
    # A client that reads too slowly is cut off rather than waited for.
    write_deadline: "10s"
    """
            .formatted(
                quoted(settings.host()),
                settings.port() == 0 ? -1 : settings.port(),
                quoted(settings.serverName()),
                quoted(settings.storeDir().toString()),
                settings.maxStoreBytes(),
                MAX_MEMORY_STORE_BYTES,
                quoted(interval(settings.sync())),
                MAX_PAYLOAD_BYTES,
                MAX_CONNECTIONS)
        + settings.tls().map(ServerConfiguration::tls).orElse("")
        + settings.access().map(ServerConfiguration::access).orElse("");
  }

  private static String access(Access access) {
    return "\n# Who may connect, and for what: public keys only. 'osapi worker enroll' adds workers.\n"
        + access.text();
  }

  private static String tls(NatsServer.Tls tls) {
    return """

    tls {
      cert_file: %s
      key_file: %s
    %s}
    """
        .formatted(
            quoted(tls.certFile().toString()),
            quoted(tls.keyFile().toString()),
            tls.caFile().map(ServerConfiguration::onlyWhoShows).orElse(""));
  }

  private static String onlyWhoShows(Path caFile) {
    return "  # Only who shows a certificate signed by one of these is let in.\n"
        + "  ca_file: "
        + quoted(caFile.toString())
        + "\n  verify: true\n";
  }

  private static String interval(Sync sync) {
    return switch (sync) {
      case Sync.Always _ -> "always";
      case Sync.Every(var interval) -> interval.toMillis() + "ms";
    };
  }

  /**
   * Double quotes keep variables ({@code $NAME}) and comments from being seen in a value; inside
   * them nats-server knows {@code \" \\ \n \r \t \xHH} and no other escapes.
   */
  static String quoted(String value) {
    var text = new StringBuilder("\"");
    value
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            text.append('\\').append((char) c);
          } else if (c < ' ' || c == 0x7f) {
            text.append("\\x%02x".formatted(c));
          } else {
            text.append((char) c);
          }
        });
    return text.append('"').toString();
  }
}
