package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.INFO;

import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.bootstrap.config.SyncInterval;
import java.util.concurrent.CompletionStage;

/** A real nats-server with JetStream, supervised: its exit is ours. */
public final class NatsRole implements RunningRole {
  private static final System.Logger LOG = System.getLogger(NatsRole.class.getName());

  private final NatsServer server;

  private NatsRole(NatsServer server) {
    this.server = server;
  }

  /**
   * @throws NatsServer.StartException if it cannot start; the message says why and what to do
   */
  public static NatsRole start(io.osapi.bootstrap.config.NatsServer settings) {
    var defaults = NatsServer.Settings.at(settings.storeDir());
    var server =
        NatsServer.start(
            new NatsServer.Settings(
                settings.binary(),
                settings.host(),
                settings.port(),
                settings.storeDir(),
                sync(settings.syncInterval()),
                defaults.maxStoreBytes(),
                defaults.serverName(),
                defaults.readyWithin(),
                defaults.stopWithin()));
    LOG.log(INFO, "nats-server listens on {0}, store {1}", server.url(), settings.storeDir());
    return new NatsRole(server);
  }

  /** The server's code, but never 0: that it ended by itself is a failure. */
  @Override
  public CompletionStage<Integer> failure() {
    return server.onExit().thenApply(exit -> Math.max(1, exit.code()));
  }

  @Override
  public void close() {
    server.close();
  }

  private static NatsServer.Sync sync(SyncInterval interval) {
    return switch (interval) {
      case SyncInterval.Always _ -> new NatsServer.Sync.Always();
      case SyncInterval.Every(var time) -> new NatsServer.Sync.Every(time);
    };
  }
}
