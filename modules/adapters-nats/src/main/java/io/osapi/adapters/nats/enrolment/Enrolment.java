package io.osapi.adapters.nats.enrolment;

import io.osapi.adapters.nats.file.SmallFile;
import io.osapi.adapters.nats.key.NKey;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The identities that one broker knows, as files that only their owner can read: the seed of the
 * API role, the public key of each worker and client, and the seeds of workers on this host that
 * nobody enrolled by hand.
 *
 * <p>Several processes use the directory at the same time: files are laid in place whole, and whose
 * name is taken first stays.
 */
public final class Enrolment {
  private static final String API_SEED = "api.nk";

  private final Path directory;
  private final Path workers;
  private final Path seeds;
  private final Path revoked;
  private final Clients clients;

  private Enrolment(Path directory) {
    this.directory = directory;
    this.workers = directory.resolve("workers");
    this.seeds = directory.resolve("seeds");
    this.revoked = directory.resolve("revoked");
    this.clients = new Clients(directory.resolve("clients"));
  }

  /** A directory below {@code state} for the broker that listens on {@code port}. */
  public static Enrolment of(Path state, int port) {
    return new Enrolment(state.resolve(Integer.toString(port)));
  }

  /**
   * That of the broker which somebody on this host means by {@code port}: the one that listens
   * there, else, behind a port that leads to it, the only one there is.
   */
  public static Optional<Enrolment> meant(Path state, int port) {
    var there = of(state, port);
    if (there.exists()) {
      return Optional.of(there);
    }
    var all =
        OwnFiles.names(state).stream()
            .filter(name -> name.matches("[0-9]{1,5}"))
            .map(name -> of(state, Integer.parseInt(name)))
            .filter(Enrolment::exists)
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /**
   * A worker that may connect.
   *
   * @param device in whose name it answers commands
   * @param publicKey what the broker knows it by
   */
  public record Enrolled(HostName host, DeviceId device, String publicKey, Instant at) {}

  /**
   * Who may connect, by name.
   *
   * @param workers their public keys
   * @param devices the ids of those that have another than the one that their names make
   * @param clients public keys of those who only ask workers and listen to them
   */
  public record Known(
      String apiKey,
      SortedMap<HostName, String> workers,
      SortedMap<HostName, DeviceId> devices,
      SortedMap<String, String> clients) {

    public DeviceId deviceOf(HostName host) {
      return devices.getOrDefault(host, DeviceId.of(host));
    }
  }

  /** Whether a broker has been started here, so that there is something to enrol at. */
  public boolean exists() {
    return Files.isReadable(apiSeed());
  }

  /** The seed by which the API role proves itself; there once the broker has been started. */
  public Path apiSeed() {
    return directory.resolve(API_SEED);
  }

  public Path directory() {
    return directory;
  }

  /** Makes the API role's identity if it has none yet. */
  public void prepare() {
    if (!exists()) {
      OwnFiles.create(
          apiSeed(),
          NKey.generate().decorated("osapi: the API role of the broker in " + directory));
    }
  }

  /** When somebody was last enrolled or revoked, as far as the file system tells time. */
  public Instant lastChange() {
    var ofWorkers = OwnFiles.lastChange(workers);
    var ofClients = clients.lastChange();
    return ofWorkers.isAfter(ofClients) ? ofWorkers : ofClients;
  }

  /**
   * Lets somebody ask edge workers and listen to them, by a new identity in {@code file}; one that
   * it had before no longer opens anything.
   *
   * @param name as {@link #isClientName} has it
   */
  public void enrolClient(String name, Path file) {
    clients.enrol(name, file);
  }

  /** False if there is no client of that name. */
  public boolean revokeClient(String name) {
    return clients.revoke(name);
  }

  /** 1 to 64 letters, digits, {@code _} or {@code -}. */
  public static boolean isClientName(String text) {
    return Clients.isName(text);
  }

  /** Who may connect now. */
  public Known known() {
    var keys = new TreeMap<HostName, String>();
    var devices = new TreeMap<HostName, DeviceId>();
    for (var worker : enrolled()) {
      keys.put(worker.host(), worker.publicKey());
      if (!worker.device().equals(DeviceId.of(worker.host()))) {
        devices.put(worker.host(), worker.device());
      }
    }
    return new Known(keyIn(apiSeed()).publicKey(), keys, devices, clients.known());
  }

  public List<Enrolled> enrolled() {
    return OwnFiles.names(workers).stream()
        .filter(HostName::isValid)
        .sorted()
        .map(name -> read(new HostName(name)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Gives a worker a new identity in {@code file}; one that it had before no longer opens anything.
   *
   * @throws UncheckedIOException if a file cannot be written
   */
  public Enrolled enrol(HostName host, Path file) {
    return enrol(host, DeviceId.of(host), file);
  }

  /**
   * The same for a worker that answers commands by another name than its host's.
   *
   * @throws UncheckedIOException also if the name is another worker's
   */
  public Enrolled enrol(HostName host, DeviceId device, Path file) {
    var enrolled = enrolWithSeed(host, device, file);
    OwnFiles.delete(seeds.resolve(host.value()));
    return enrolled;
  }

  /** The same for a worker on this host, whose seed stays here, where {@link #local} finds it. */
  public Enrolled enrolHere(HostName host) {
    return enrolWithSeed(host, DeviceId.of(host), seeds.resolve(host.value()));
  }

  private Enrolled enrolWithSeed(HostName host, DeviceId device, Path file) {
    if (isTaken(device, host)) {
      throw new UncheckedIOException(
          new FileAlreadyExistsException(
              device.value(), null, "another worker answers commands by that id"));
    }
    var key = NKey.generate();
    OwnFiles.replace(file, key.decorated("osapi: worker " + host));
    register(host, device, key);
    OwnFiles.delete(revoked.resolve(host.value()));
    return read(host).orElseThrow();
  }

  /**
   * Whose the files are, if that is not this user. Nobody but the owner should write here, root
   * neither: the broker could not read it, and the owner could lead root's hand elsewhere.
   */
  public Optional<String> otherOwner() {
    return OwnFiles.otherOwner(directory);
  }

  /**
   * Takes a worker's identity back, also from one that could give itself another: it stays out
   * until it is enrolled again.
   *
   * @return false if it had none
   */
  public boolean revoke(HostName host) {
    boolean had = Files.exists(workers.resolve(host.value()));
    if (had) {
      OwnFiles.replace(revoked.resolve(host.value()), "");
      OwnFiles.delete(workers.resolve(host.value()));
      OwnFiles.delete(seeds.resolve(host.value()));
    }
    return had;
  }

  /**
   * The seed of a worker on the broker's own host: who can write here needs nobody to enrol it.
   * Empty where the broker has not been started, where this user may not write or somebody else
   * owns what is there, and for a worker that was enrolled by hand (its file is elsewhere) or
   * revoked.
   */
  public Optional<Path> local(HostName host) {
    return local(host, DeviceId.of(host));
  }

  /** The same for a worker that wants to answer commands by an id that is nobody else's yet. */
  public Optional<Path> local(HostName host, DeviceId device) {
    var seed = seeds.resolve(host.value());
    boolean isKnown = Files.exists(workers.resolve(host.value()));
    if (isKnown && Files.isReadable(seed)) {
      rename(host, device, seed);
      return Optional.of(seed);
    }
    if (isKnown
        || !exists()
        || !Files.isWritable(directory)
        || otherOwner().isPresent()
        || Files.exists(revoked.resolve(host.value()))) {
      return Optional.empty();
    }
    // Of two at the same time, or of one that ended before it was known, the first seed stays.
    OwnFiles.create(seed, NKey.generate().decorated("osapi: worker " + host + ", on this host"));
    register(host, isTaken(device, host) ? DeviceId.of(host) : device, keyIn(seed));
    return Optional.of(seed);
  }

  /** Who may not write here keeps the id it has; the broker then says what it may not do. */
  private void rename(HostName host, DeviceId device, Path seed) {
    boolean isNew = read(host).filter(worker -> !worker.device().equals(device)).isPresent();
    if (isNew && Files.isWritable(workers) && !isTaken(device, host)) {
      register(host, device, keyIn(seed));
    }
  }

  private boolean isTaken(DeviceId device, HostName host) {
    return enrolled().stream()
        .anyMatch(other -> other.device().equals(device) && !other.host().equals(host));
  }

  /** The public key, and the id where the name does not make it. */
  private void register(HostName host, DeviceId device, NKey key) {
    var id = device.equals(DeviceId.of(host)) ? "" : " " + device;
    OwnFiles.replace(workers.resolve(host.value()), key.publicKey() + id + "\n");
  }

  private Optional<Enrolled> read(HostName host) {
    var file = workers.resolve(host.value());
    try {
      var words = SmallFile.text(file).strip().split(" ", 2);
      var device = words.length > 1 ? new DeviceId(words[1]) : DeviceId.of(host);
      return Optional.of(
          new Enrolled(host, device, words[0], Files.getLastModifiedTime(file).toInstant()));
    } catch (NoSuchFileException revokedMeanwhile) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NKey keyIn(Path file) {
    try {
      return NKey.in(SmallFile.text(file))
          .orElseThrow(() ->
              new UncheckedIOException(
                  new FileAlreadyExistsException(file.toString(), null, "it holds no seed")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
