package io.osapi.adapters.os.units;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Services of systemd that osapi brings: of this host, or of a tree that will be the root of one.
 *
 * <p>Only files are touched that begin with the mark which all of ours have. All methods throw
 * {@link Refusal}.
 */
public final class UnitFiles {
  /** systemd's own sign that it runs: sd_booted(3). */
  private static final Path RUNNING = Path.of("/run/systemd/system");

  private static final String OWN = "etc/systemd/system";

  /** Where packages put theirs, which those of {@link #OWN} override. */
  private static final List<String> PACKAGED =
      List.of("usr/lib/systemd/system", "lib/systemd/system");

  private final Path root;
  private final boolean isRunning;
  private final String mark;
  private final Systemctl systemctl;

  private UnitFiles(Path root, boolean isRunning, String mark, Systemctl systemctl) {
    this.root = root;
    this.isRunning = isRunning;
    this.mark = mark;
    this.systemctl = systemctl;
  }

  /**
   * Of this host, whose systemd must run.
   *
   * @param mark begins the text of every unit
   */
  public static UnitFiles ofThisHost(String mark) {
    if (!Files.isDirectory(RUNNING)) {
      throw new Refusal(
          "No systemd runs here, so there is nothing to install a service in. In a container, start"
              + " the role itself; for the file system of another host or image, give --root.",
          null);
    }
    return running(Path.of("/"), mark, "systemctl");
  }

  /** With the directories of a host that runs below {@code root}. */
  static UnitFiles running(Path root, String mark, String systemctl) {
    return new UnitFiles(root, true, mark, new Systemctl(List.of(systemctl, "--system")));
  }

  /** Of what will be the root of a host one day: nothing runs there now. */
  public static UnitFiles below(Path root, String mark) {
    var systemctl = new Systemctl(List.of("systemctl", "--root=" + root));
    return new UnitFiles(root, false, mark, systemctl);
  }

  /** Why it could not be done, and what to do about it. */
  public static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * @param file empty where there is no such unit
   * @param enabled {@code enabled}, {@code disabled}, in systemd's words
   * @param active {@code active}, {@code inactive}, {@code activating}, {@code failed}
   * @param says the service's own words
   * @param since it is so
   */
  public record State(
      String unit,
      Optional<Path> file,
      String enabled,
      String active,
      Optional<String> says,
      Optional<Instant> since,
      Optional<Long> mainPid) {}

  /**
   * Has systemd start the service at every boot. Where a package has brought the very same unit,
   * that one is taken and nothing is written.
   *
   * @param start now, too; one that runs is restarted if its unit is another than before
   * @return the file that counts
   */
  public Path install(String unit, String text, boolean start) {
    var packaged = packaged(unit, text);
    var file = packaged.orElse(own(unit));
    boolean changed = packaged.isPresent() ? remove(unit) : write(file, text);
    if (isRunning) {
      systemctl.run("daemon-reload");
    }
    systemctl.run("enable", unit);
    if (start) {
      systemctl.run(changed ? "restart" : "start", unit);
    }
    return file;
  }

  /**
   * Stops it, and has it started no more. A unit that a package has brought stays, disabled.
   *
   * @return false if there was none
   */
  public boolean uninstall(String unit) {
    boolean isThere = Files.exists(own(unit)) || PACKAGED.stream().anyMatch(at -> isAt(at, unit));
    if (isThere) {
      refuseOthers(own(unit));
      if (isRunning) {
        systemctl.run("disable", "--now", unit);
      } else {
        systemctl.run("disable", unit);
      }
      remove(unit);
      if (isRunning) {
        systemctl.run("daemon-reload");
      }
    }
    return isThere;
  }

  /** In the order of {@code units}. */
  public List<State> states(List<String> units) {
    return units.stream().map(this::state).toList();
  }

  private State state(String unit) {
    return parse(
        unit,
        systemctl.run(
            "show",
            "--timestamp=unix",
            "--property=FragmentPath,UnitFileState,ActiveState,StatusText,StateChangeTimestamp,MainPID",
            unit));
  }

  /** Lines of {@code name=value}; what does not apply is empty, {@code n/a} or 0. */
  static State parse(String unit, String shown) {
    var values = new HashMap<String, String>();
    shown
        .lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2 && !parts[1].isEmpty())
        .forEach(parts -> values.put(parts[0], parts[1]));
    return new State(
        unit,
        Optional.ofNullable(values.get("FragmentPath")).map(Path::of),
        values.getOrDefault("UnitFileState", "not installed"),
        values.getOrDefault("ActiveState", "unknown"),
        Optional.ofNullable(values.get("StatusText")),
        Optional.ofNullable(values.get("StateChangeTimestamp"))
            .filter(time -> time.matches("@\\d{1,15}"))
            .map(time -> Instant.ofEpochSecond(Long.parseLong(time.substring(1)))),
        Optional.ofNullable(values.get("MainPID"))
            .filter(pid -> pid.matches("[1-9]\\d{0,9}"))
            .map(Long::valueOf));
  }

  private Optional<Path> packaged(String unit, String text) {
    return PACKAGED.stream()
        .map(directory -> root.resolve(directory).resolve(unit))
        .filter(file -> Files.isRegularFile(file) && read(file).equals(text))
        .findFirst();
  }

  private boolean isAt(String directory, String unit) {
    return Files.exists(root.resolve(directory).resolve(unit));
  }

  private Path own(String unit) {
    return root.resolve(OWN).resolve(unit);
  }

  /** False if it stood there already. */
  private boolean write(Path file, String text) {
    refuseOthers(file);
    if (Files.exists(file) && read(file).equals(text)) {
      return false;
    }
    try {
      Files.createDirectories(file.getParent());
      var staged = Files.createTempFile(file.getParent(), ".osapi", ".new");
      try {
        Files.writeString(staged, text);
        Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
      return true;
    } catch (IOException failed) {
      throw new Refusal(file + " cannot be written: " + failed, failed);
    }
  }

  /** False if there was none of ours. */
  private boolean remove(String unit) {
    var file = own(unit);
    refuseOthers(file);
    try {
      return Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new Refusal(file + " cannot be removed: " + failed, failed);
    }
  }

  private void refuseOthers(Path file) {
    if (Files.exists(file) && !read(file).startsWith(mark)) {
      throw new Refusal(
          file
              + " was not written by osapi, so it stays as it is. Move it away if it is not needed.",
          null);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new Refusal(file + " cannot be read: " + failed, failed);
    }
  }
}
