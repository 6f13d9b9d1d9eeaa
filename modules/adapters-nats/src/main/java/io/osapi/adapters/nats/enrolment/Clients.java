package io.osapi.adapters.nats.enrolment;

import io.osapi.adapters.nats.file.SmallFile;
import io.osapi.adapters.nats.key.NKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who may ask edge workers and listen to them without the API: operators' tools, other programs.
 */
final class Clients {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Path directory;

  Clients(Path directory) {
    this.directory = directory;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Gives a client a new identity in {@code file}; one that it had before no longer opens anything.
   *
   * @param name 1 to 64 letters, digits, {@code _} or {@code -}
   */
  void enrol(String name, Path file) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a client: " + name);
    }
    var key = NKey.generate();
    OwnFiles.replace(file, key.decorated("osapi: client " + name));
    OwnFiles.replace(directory.resolve(name), key.publicKey() + "\n");
  }

  /** False if there is none of that name. */
  boolean revoke(String name) {
    var file = directory.resolve(name);
    boolean had = isName(name) && Files.exists(file);
    if (had) {
      OwnFiles.delete(file);
    }
    return had;
  }

  /** Their public keys. */
  SortedMap<String, String> known() {
    var keys = new TreeMap<String, String>();
    OwnFiles.names(directory).stream().filter(Clients::isName).forEach(name -> read(name, keys));
    return keys;
  }

  Instant lastChange() {
    return OwnFiles.lastChange(directory);
  }

  private void read(String name, SortedMap<String, String> keys) {
    try {
      keys.put(name, SmallFile.text(directory.resolve(name)).strip());
    } catch (NoSuchFileException revokedMeanwhile) {
      keys.remove(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
