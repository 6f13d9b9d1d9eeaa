package io.osapi.bootstrap.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The keys by which a role finds NATS; the same below each role's section. */
record NatsKeys(
    Key<String> host,
    Key<Integer> port,
    Key<List<URI>> url,
    Key<List<URI>> urls,
    Key<String> clientName,
    LoginKeys login,
    Key<Path> caFile,
    TlsKeys tls) {

  /** A client tries each of them in turn; more than a large cluster has is a mistake. */
  private static final int MAX_URLS = 16;

  static NatsKeys in(KeyTable table, String section, String clientName) {
    var url = Types.uri("nats://nats-1:4222", Set.of("nats", "tls", "ws", "wss"));
    return new NatsKeys(
        table.key(section + ".host", Types.HOST, "localhost", "Host of the nats-server"),
        table.key(section + ".port", Types.whole(1, 65_535), 4222, "Port of the nats-server"),
        table.optional(
            section + ".url",
            Types.list(url, 1, MAX_URLS),
            "The servers of a cluster, instead of `host` and `port`"),
        table.optional(section + ".urls", Types.list(url, 1, MAX_URLS), "Another name of `url`"),
        table.key(
            section + ".client_name",
            Types.CLIENT_NAME,
            clientName,
            "Name that the nats-server shows for this connection"),
        LoginKeys.in(table, section),
        table.optional(
            section + ".tls.ca_file",
            Types.PATH,
            "Certificates (PEM) that the nats-server's must be signed by; turns TLS on, as a URL with `tls://` does"),
        TlsKeys.in(table, section + ".tls", "this client's, for servers that ask for one"));
  }
}
