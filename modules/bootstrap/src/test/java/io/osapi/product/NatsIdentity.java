package io.osapi.product;

import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.osapi.adapters.nats.key.NKey;
import java.nio.file.Files;
import java.nio.file.Path;

/** A plain client of NATS that proves itself by a seed, as the tools of NATS do. */
record NatsIdentity(NKey key) implements AuthHandler {

  static Connection connect(int port, Path seed, String inbox) throws Exception {
    return Nats.connect(
        new Options.Builder()
            .server("nats://127.0.0.1:" + port)
            .authHandler(new NatsIdentity(NKey.in(Files.readString(seed)).orElseThrow()))
            .inboxPrefix(inbox)
            // Who waits for a server tries often, and is thrown what else would be printed.
            .errorListener(new ErrorListener() {})
            .build());
  }

  @Override
  public byte[] sign(byte[] nonce) {
    return key.sign(nonce);
  }

  @Override
  public char[] getID() {
    return key.publicKey().toCharArray();
  }

  @Override
  public char[] getJWT() {
    return new char[0];
  }
}
