package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.List;

/** Who a role is to NATS: one of these ways, or none for a nats-server that does not ask. */
record LoginKeys(
    Key<Path> credentialsFile,
    Key<Path> credsFile,
    Key<Path> nkeyFile,
    Key<Secret> token,
    Key<String> username,
    Key<Secret> password) {

  static LoginKeys in(KeyTable table, String section) {
    return new LoginKeys(
        table.optional(
            section + ".credentials_file",
            Types.PATH,
            "NATS credentials of this role: a seed, as `osapi worker enroll` makes it, or a `.creds` file. Not needed on the host of a nats-server that osapi started there as the same user"),
        table.optional(
            section + ".creds_file",
            Types.PATH,
            "The same as `credentials_file`, by the name that NATS has for a user's JWT and seed"),
        table.optional(
            section + ".nkey_file",
            Types.PATH,
            "The same as `credentials_file`, by the name that NATS has for a user's seed alone"),
        table.secret(
            section + ".token", "Token of a nats-server of your own that wants one from everybody"),
        table.optional(
            section + ".username",
            Types.USERNAME,
            "User of a nats-server of your own; `password` belongs to it"),
        table.secret(section + ".password", "Password of `username`"));
  }

  /** One key for each way to log in. Of a user, the name counts. */
  List<Key<?>> ways() {
    return List.of(credentialsFile, credsFile, nkeyFile, token, username);
  }
}
