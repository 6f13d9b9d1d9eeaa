package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.access.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * A nats-server with JetStream, as a child process of this one.
 *
 * <p>It stops when this object is closed and when this process ends, however that ends, {@code kill
 * -9} included. Signals sent to this process's group (Ctrl-C in a terminal) do not reach it, so
 * that those who need it can finish first. It is not restarted: {@link #onExit} tells, the caller
 * decides.
 *
 * <p>Its log lines go to the {@link System.Logger} named {@value #LOGGER}. Thread-safe.
 */
public final class NatsServer implements AutoCloseable {
  public static final String LOGGER = "io.osapi.nats.server";

  /** nats-server 2.15 links the imports of accounts that were not there before at the second. */
  private static final int READINGS = 2;

  private volatile Settings settings;
  private final ServerProcess process;
  private final int port;

  private NatsServer(Settings settings, ServerProcess process, int port) {
    this.settings = settings;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and returns when it serves.
   *
   * @throws StartException if it cannot: no binary, or one that is too old; a store that cannot be
   *     written or is in use; a port that is taken; not ready in time. Nothing is left running.
   */
  public static NatsServer start(Settings settings) {
    var binary = ServerBinary.Search.here().find(settings.binary());
    var store = StoreDirectory.prepare(settings.storeDir());
    var staged = store.stage(ServerConfiguration.of(settings));
    try {
      return ready(ServerProcess.launch(binary, store, staged, settings.stopWithin()), settings);
    } finally {
      // The process took it over, or ended before it could.
      store.discard(staged);
    }
  }

  private static NatsServer ready(ServerProcess process, Settings settings) {
    try {
      return new NatsServer(settings, process, Readiness.await(process, settings));
    } catch (RuntimeException | Error failed) {
      process.stop();
      throw failed;
    }
  }

  /** Where clients on this host find it: {@code nats://127.0.0.1:4222}. */
  public String url() {
    return "nats://" + Readiness.reachable(settings.host()) + ":" + port;
  }

  /** The port it listens on; the one it was given, or the one it chose. */
  public int port() {
    return port;
  }

  /**
   * Lets in whom {@code access} names, from now on and nobody else; who has lost the right is
   * disconnected. Returns when the server has said that it did.
   *
   * @throws IllegalStateException if it said that it could not, or said nothing in time
   */
  public synchronized void admit(Access access) {
    settings = settings.withPort(port).withAccess(access);
    var store = StoreDirectory.prepare(settings.storeDir());
    store.replaceConfiguration(ServerConfiguration.of(settings));
    // A new account sees what the others let it use only once the configuration is read again.
    for (int reading = 0; reading < READINGS; reading++) {
      process.reload();
    }
  }

  /** Whether it answers who connects now; known within four seconds. */
  public boolean answers() {
    return Readiness.answers(settings, port);
  }

  /** Completes when it has ended, on whatever thread noticed. */
  public CompletionStage<Exit> onExit() {
    return process.onExit();
  }

  /**
   * Whether the disk was full once when it wrote. A stream of nats-server 2.15 remembers that, and
   * refuses to write until the server is restarted, however much space there is by then.
   */
  public boolean storeIsStuck() {
    return process.log().storeIsStuck();
  }

  /**
   * Stops it in an orderly way, or by force when that takes too long; returns when it has ended.
   */
  @Override
  public void close() {
    process.stop();
  }

  long pid() {
    return process.pid();
  }

  /**
   * How it ended.
   *
   * @param code its exit code; 128 + n if signal n killed it
   * @param asked whether {@link #close} was called before
   */
  public record Exit(int code, boolean asked) {}

  /** When written messages reach the disk. */
  public sealed interface Sync {

    /**
     * Each message before it is acknowledged: a power loss loses nothing, at the cost of an fsync.
     */
    record Always() implements Sync {}

    /**
     * Regularly: a power loss loses at most what was written in that time.
     *
     * @param interval 1 ms to 1 h
     */
    record Every(Duration interval) implements Sync {
      private static final Duration MIN = Duration.ofMillis(1);
      private static final Duration MAX = Duration.ofHours(1);

      public Every {
        if (interval.compareTo(MIN) < 0 || interval.compareTo(MAX) > 0) {
          throw new IllegalArgumentException("sync interval must be 1 ms to 1 h: " + interval);
        }
      }
    }
  }

  /**
   * What can be chosen; {@link #at} has the defaults.
   *
   * @param binary the nats-server to run; empty: the one beside the product, else that of the
   *     environment variable {@code OSAPI_NATS_SERVER}, else the first on {@code PATH}
   * @param host the address to listen on
   * @param port 1 to 65535; 0 for any free one
   * @param storeDir where JetStream keeps its files; created if missing
   * @param maxStoreBytes how much JetStream may keep on disk, more than 0
   * @param serverName letters, digits, {@code .}, {@code _}, {@code -}; 1 to 64
   * @param readyWithin how long the start may take, 1 s or more, the recovery of the stored
   *     messages included
   * @param stopWithin how long an orderly stop may take, 1 s or more; then it is killed
   * @param access who may connect; empty for anybody, which only tests have a use for
   * @param tls for clients that are not on this host
   */
  public record Settings(
      Optional<Path> binary,
      String host,
      int port,
      Path storeDir,
      Sync sync,
      long maxStoreBytes,
      String serverName,
      Duration readyWithin,
      Duration stopWithin,
      Optional<Access> access,
      Optional<Tls> tls) {

    /** Local only: who opens it to others also decides who may connect. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** NATS' registered port. */
    public static final int DEFAULT_PORT = 4222;

    /** Measured to cost nothing; nats-server's own default is two minutes. */
    public static final Sync DEFAULT_SYNC = new Sync.Every(Duration.ofMillis(100));

    /** 8 GiB: two buckets of 1 GiB, and a full stream of a million announcements of a few KiB. */
    public static final long DEFAULT_MAX_STORE_BYTES = 8L << 30;

    public static final String DEFAULT_SERVER_NAME = "osapi";

    /** A server that fails exits at once; this bounds one that reads back a large store. */
    public static final Duration DEFAULT_READY_WITHIN = Duration.ofSeconds(60);

    /** For the last messages to reach the disk. */
    public static final Duration DEFAULT_STOP_WITHIN = Duration.ofSeconds(10);

    private static final int MAX_PORT = 65535;
    private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public Settings {
      if (port < 0 || port > MAX_PORT) {
        throw new IllegalArgumentException("port must be 0 to 65535: " + port);
      } else if (host.isBlank()) {
        throw new IllegalArgumentException("host must not be blank");
      } else if (readyWithin.toSeconds() < 1 || stopWithin.toSeconds() < 1) {
        throw new IllegalArgumentException("it must have a second or more to start and to stop");
      } else if (maxStoreBytes <= 0) {
        throw new IllegalArgumentException("max store bytes must be positive: " + maxStoreBytes);
      } else if (!SERVER_NAME.matcher(serverName).matches()) {
        throw new IllegalArgumentException("server name must match " + SERVER_NAME);
      }
      // Its own working directory is of no concern to nats-server.
      storeDir = storeDir.toAbsolutePath().normalize();
    }

    /** Open to anybody, without TLS. */
    public Settings(
        Optional<Path> binary,
        String host,
        int port,
        Path storeDir,
        Sync sync,
        long maxStoreBytes,
        String serverName,
        Duration readyWithin,
        Duration stopWithin) {
      this(
          binary,
          host,
          port,
          storeDir,
          sync,
          maxStoreBytes,
          serverName,
          readyWithin,
          stopWithin,
          Optional.empty(),
          Optional.empty());
    }

    public static Settings at(Path storeDir) {
      return new Settings(
          Optional.empty(),
          DEFAULT_HOST,
          DEFAULT_PORT,
          storeDir,
          DEFAULT_SYNC,
          DEFAULT_MAX_STORE_BYTES,
          DEFAULT_SERVER_NAME,
          DEFAULT_READY_WITHIN,
          DEFAULT_STOP_WITHIN);
    }

    public Settings withPort(int other) {
      return new Settings(
          binary,
          host,
          other,
          storeDir,
          sync,
          maxStoreBytes,
          serverName,
          readyWithin,
          stopWithin,
          access,
          tls);
    }

    public Settings withAccess(Access other) {
      return new Settings(
          binary,
          host,
          port,
          storeDir,
          sync,
          maxStoreBytes,
          serverName,
          readyWithin,
          stopWithin,
          Optional.of(other),
          tls);
    }

    public Settings withTls(Tls other) {
      return new Settings(
          binary,
          host,
          port,
          storeDir,
          sync,
          maxStoreBytes,
          serverName,
          readyWithin,
          stopWithin,
          access,
          Optional.of(other));
    }
  }

  /**
   * PEM files that the server reads.
   *
   * @param caFile if there, only clients are let in that show a certificate signed by one of these
   */
  public record Tls(Path certFile, Path keyFile, Optional<Path> caFile) {}

  /** It did not start; the message says what was found, and what to do about it. */
  public static final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
      super(message);
    }

    StartException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
