package io.osapi.adapters.cli;

import io.osapi.domain.access.Role;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The command line of osapi: parses arguments, asks the REST API or the product itself, and prints.
 *
 * <p>Data goes to the output stream, everything else to the error stream. Not for use by several
 * threads at once.
 */
public final class Cli {
  private final Catalogue catalogue;
  private final Product product;
  private final Streams streams;

  public Cli(Catalogue catalogue, Product product, Streams streams) {
    this.catalogue = catalogue;
    this.product = product;
    this.streams = streams;
  }

  /**
   * Runs one command; the streams are flushed when it returns.
   *
   * @return 0 ok, 1 error, 2 usage, 3 some or all hosts failed, 4 not authenticated, 5 forbidden, 6
   *     not found, 7 timed out, 8 conflict, 9 unavailable, 130 interrupted
   */
  public int run(String... arguments) {
    int code =
        RoleLine.of(arguments)
            .map(line -> line.start(product, streams))
            .orElseGet(() -> new CommandLineRunner(catalogue, product, streams).run(arguments));
    streams.err().flush();
    // True where the disk is full or the reader of a pipe has gone: what was printed is not all.
    if (streams.out().checkError()) {
      streams.err().println("Error: standard output was closed before everything was written.");
      streams.err().flush();
      return code == Exit.OK ? Exit.ERROR : code;
    }
    return code;
  }

  /** What only bootstrap can do: it knows the configuration and the roles. */
  public interface Product {

    Version version();

    /**
     * Where the API is, and who we are there.
     *
     * @throws Refused if the configuration has faults
     */
    ClientSettings client(Globals globals);

    /**
     * Of the command that begins now and is about to ask the API.
     *
     * @param command its words: {@code osapi client worker list}
     * @throws Refused if the configuration has faults
     */
    Trace trace(Globals globals, String command);

    /**
     * Runs a role until it stops.
     *
     * @param settings configuration keys that were given as flags: {@code api.server.port}
     * @return the exit code of the process
     * @throws Refused if the configuration has faults, or the role is not in this image
     */
    int start(ProcessRole role, Globals globals, Map<String, String> settings);

    /**
     * Runs emulated workers until a signal ends the process.
     *
     * @return the exit code of the process
     * @throws Refused if the configuration has faults, or the emulator is not in this image
     */
    int emulate(Globals globals, Emulation wanted, EmulationEars ears);

    /**
     * A signed token.
     *
     * @throws Refused if there is no signing key
     */
    String issueToken(Globals globals, String subject, List<Role> roles, Duration lifetime);

    /**
     * What a token says, or why it would be refused.
     *
     * @throws Refused if there is no signing key
     */
    TokenReport validateToken(Globals globals, String token);

    /**
     * Every setting in effect, by key.
     *
     * @throws Refused with all faults at once
     */
    List<Setting> configuration(Globals globals);

    /**
     * Who may connect to the broker of this host.
     *
     * @throws Refused if the configuration has faults
     */
    Admission admission(Globals globals);

    /**
     * The roles as services of this host's systemd, or in the file system of another.
     *
     * @param root of that other file system
     * @throws Refused if there is no systemd, or this user may not
     */
    Services services(Globals globals, Optional<Path> root);
  }

  /** Each throws {@link Refused} with systemd's own words. */
  public interface Services {

    /**
     * Has systemd start the role with the host; what stands there already is left or renewed.
     *
     * @param now too; throws {@link Refused} if the configuration has faults
     * @return the unit's file
     */
    Path install(ProcessRole role, boolean now);

    /** False if the role is no service here. */
    boolean uninstall(ProcessRole role);

    ServiceReport status(ProcessRole role);
  }

  /**
   * The trace that begins with a command: what becomes of its requests, here and on all hosts that
   * they reach, has one id.
   */
  public interface Trace {

    /** A request that is about to be sent. */
    Exchange request(String method, URI url);

    /** The command is over; takes up to two seconds where spans are still to be sent. */
    void end(int exitCode);
  }

  /** One request of a {@link Trace}; ends with the first word of what became of it. */
  public interface Exchange {

    /** Header fields that it is to be sent with, by name. */
    Map<String, String> headers();

    /** 32 hexadecimal digits, which the logs of all who deal with it show. */
    String traceId();

    void answered(int status);

    void failed(Exception failure);
  }

  /**
   * The identities that the broker of this host knows, which are files there.
   *
   * <p>Each throws {@link Refused} if the files cannot be read or written.
   */
  public interface Admission {

    /**
     * Writes new credentials to {@code file}, mode 0600; older ones of that host are void.
     *
     * @param device the id of an edge worker, where it is another than the one its name makes
     */
    void enroll(HostName host, Optional<DeviceId> device, Path file);

    /** The same for a worker on this host that runs as another user: it finds them by itself. */
    void enrollHere(HostName host);

    /** False if there is nobody of that name. */
    boolean revoke(HostName host);

    List<Enrolled> enrolled();

    /** The same as {@link #enroll} for somebody who only asks edge workers and listens to them. */
    void enrollClient(String name, Path file);

    /** False if there is no client of that name. */
    boolean revokeClient(String name);

    /** Names of clients and their public keys. */
    Map<String, String> clients();

    /** What everybody may do, in the words of a nats-server's configuration. */
    String permissions();
  }

  /**
   * @param publicKey what the broker knows the worker by; no secret
   */
  public record Enrolled(HostName host, String publicKey, Instant at) {}

  /**
   * What systemd knows of a role.
   *
   * @param file empty where it is no service
   * @param enabled in systemd's words: {@code enabled}, {@code disabled}
   * @param active in systemd's words: {@code active}, {@code failed}
   * @param says the role's own words
   * @param since it is {@code active}, or whatever it is
   */
  public record ServiceReport(
      String unit,
      Optional<Path> file,
      String enabled,
      String active,
      Optional<String> says,
      Optional<Instant> since,
      Optional<Long> mainPid) {}

  /** The process that a command starts; {@code ALL} is the three others in one, for one host. */
  public enum ProcessRole {
    ALL,
    NATS,
    API,
    WORKER
  }

  /**
   * Workers to be emulated.
   *
   * @param workers 1 or more
   * @param connections that they share, 1 or more
   * @param prefix of their host names, before a number
   * @param labels of each of them
   * @param delay that each of their operations takes
   * @param failureRate the share of operations that fail, 0 to 1
   * @param telemetryInterval how often each tells of its host, each type of telemetry; empty for
   *     workers that tell nothing
   * @param maxJobs that each runs at the same time
   */
  public record Emulation(
      int workers,
      int connections,
      String prefix,
      Labels labels,
      Duration delay,
      double failureRate,
      Duration heartbeatInterval,
      Optional<Duration> telemetryInterval,
      int maxJobs) {}

  /** Who hears of emulated workers, on any thread. */
  public interface EmulationEars {

    /** The first heartbeat of every one of them has arrived. */
    void beating();

    /**
     * They have ended; what they ran until then.
     *
     * @param failed among the {@code operations}
     */
    void ended(long operations, long failed);
  }

  /** How data is printed. */
  public enum Format {
    TABLE,
    WIDE,
    JSON,
    JSONL,
    YAML,
    NAME
  }

  /**
   * The options that every command takes.
   *
   * @param osapiFile the configuration file; empty for the default one, which may be missing
   * @param debug stack traces, and the console trace exporter
   */
  public record Globals(
      Optional<Path> osapiFile, boolean debug, Format format, boolean noColor, boolean quiet) {}

  /**
   * @param url of the API, without {@code /api/v1}
   * @param tls whom to trust; asked only for a URL of {@code https}, and may throw {@link Refused}
   */
  public record ClientSettings(URI url, Optional<String> bearerToken, Supplier<SSLContext> tls) {

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
      return "ClientSettings[url=" + url + "]";
    }
  }

  /**
   * @param commit the source's commit, as the build knows it
   * @param jdk the Java version that runs us
   */
  public record Version(String version, String commit, String jdk) {}

  /**
   * One setting in effect.
   *
   * @param value as text; secrets are masked
   * @param origin where it came from: the default, a file and line, an environment variable, a flag
   */
  public record Setting(String key, String value, String origin) {}

  /** What became of checking a token. */
  public sealed interface TokenReport {

    record Valid(
        String id,
        String subject,
        List<String> roles,
        String audience,
        Optional<Instant> issuedAt,
        Instant expiresAt)
        implements TokenReport {}

    record Invalid(String reason) implements TokenReport {}
  }

  /** Ends the command: its lines go to the error stream, its code is the process's. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final transient List<String> lines;

    public Refused(int exitCode, List<String> lines) {
      this(exitCode, lines, null);
    }

    public Refused(int exitCode, List<String> lines, Throwable cause) {
      super(String.join(" ", lines), cause);
      this.exitCode = exitCode;
      this.lines = List.copyOf(lines);
    }

    public int exitCode() {
      return exitCode;
    }

    public List<String> lines() {
      return lines;
    }
  }

  /** One of the three standard streams. */
  public enum Standard {
    IN,
    OUT,
    ERR
  }

  /**
   * The world of one command.
   *
   * @param out takes UTF-8
   * @param terminals which of the streams are a terminal
   */
  public record Streams(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Set<Standard> terminals,
      Map<String, String> environment) {

    public Streams {
      terminals = Set.copyOf(terminals);
      environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Streams ofProcess() {
      return ProcessStreams.open();
    }
  }
}
