package io.osapi.bootstrap.config;

import java.nio.file.Path;

/** A certificate and its key: both or neither. */
record TlsKeys(Key<Path> certFile, Key<Path> keyFile) {

  static TlsKeys in(KeyTable table, String section, String whose) {
    return new TlsKeys(
        table.optional(section + ".cert_file", Types.PATH, "Certificate chain (PEM), " + whose),
        table.optional(section + ".key_file", Types.PATH, "Private key (PEM) of the certificate"));
  }
}
