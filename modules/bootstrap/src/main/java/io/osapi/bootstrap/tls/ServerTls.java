package io.osapi.bootstrap.tls;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.bootstrap.config.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * TLS for a server: shows the certificate of two files, and within seconds the one that replaces it
 * there. Connections that are open, and what is answered on them, do not notice.
 */
public final class ServerTls implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());

  /** How soon a new certificate is shown. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  /** Time enough to renew by hand; those who renew by themselves do so earlier. */
  private static final Duration SOON = Duration.ofDays(21);

  private static final Duration DAY = Duration.ofDays(1);

  private final CertificateFiles files;
  private final InstantSource clock;
  private final IdentityKeys keys;
  private final SSLContext context;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Of the files as they were last read, good or not: each fault is told once. */
  private List<Stamp> stamps;

  private Instant warnedAt = Instant.EPOCH;

  /** What changes when a file does: an editor replaces it, a copy rewrites it. */
  private record Stamp(Optional<FileTime> modified, long bytes, Optional<Object> file) {}

  private ServerTls(CertificateFiles files, InstantSource clock) throws IOException {
    this.files = files;
    this.clock = clock;
    this.stamps = stamp();
    this.keys = new IdentityKeys(Identity.read(files, clock));
    this.context = ClientTls.context(new KeyManager[] {keys}, List.of());
  }

  /**
   * @throws IOException with a sentence for people, if a file is not right
   */
  public static ServerTls open(CertificateFiles files, InstantSource clock) throws IOException {
    var tls = new ServerTls(files, clock);
    ClientTls.warnIfOpen(files.keyFile());
    tls.warnIfItExpiresSoon();
    Thread.ofVirtual().name("certificate").start(tls::keepLooking);
    return tls;
  }

  public SSLContext context() {
    return context;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void keepLooking() {
    try {
      while (!closed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the files over if they have changed and are right. */
  void look() {
    var now = stamp();
    if (!now.equals(stamps)) {
      stamps = now;
      reload();
    }
    warnIfItExpiresSoon();
  }

  private void reload() {
    try {
      var next = Identity.read(files, clock);
      if (!next.equals(keys.current())) {
        keys.replaceBy(next);
        warnedAt = Instant.EPOCH;
        LOG.log(INFO, "the certificate in {0} is shown from now on", files.certFile());
      }
    } catch (IOException notRight) {
      // Between the writing of the two files they do not belong together; the next look sees that.
      LOG.log(WARNING, "the certificate stays as it was: {0}", notRight.getMessage());
    }
  }

  private void warnIfItExpiresSoon() {
    var now = clock.instant();
    var left = Duration.between(now, keys.current().expiresAt());
    if (left.compareTo(SOON) < 0 && now.isAfter(warnedAt.plus(DAY))) {
      warnedAt = now;
      LOG.log(
          WARNING,
          left.isNegative()
              ? "the certificate in {0} has expired: clients refuse it"
              : "the certificate in {0} expires in {1} days",
          files.certFile(),
          left.toDays());
    }
  }

  private List<Stamp> stamp() {
    return List.of(stamp(files.certFile()), stamp(files.keyFile()));
  }

  private static Stamp stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          Optional.of(attributes.lastModifiedTime()),
          attributes.size(),
          Optional.ofNullable(attributes.fileKey()));
    } catch (IOException notThereNow) {
      return new Stamp(Optional.empty(), 0, Optional.empty());
    }
  }
}
