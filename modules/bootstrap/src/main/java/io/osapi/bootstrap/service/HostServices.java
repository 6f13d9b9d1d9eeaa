package io.osapi.bootstrap.service;

import io.osapi.adapters.cli.Cli;
import io.osapi.adapters.cli.Cli.ProcessRole;
import io.osapi.adapters.os.units.UnitFiles;
import io.osapi.bootstrap.config.Surroundings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The units of the roles, in systemd's directories. */
public final class HostServices implements Cli.Services {
  private static final int FAILED = 1;

  /** Set by the launcher. */
  private static final String HOME = "osapi.home";

  private final UnitFiles units;
  private final Optional<Path> root;
  private final Optional<Path> configuration;
  private final Consumer<ProcessRole> presence;
  private final Consumer<ProcessRole> check;

  private HostServices(
      UnitFiles units,
      Optional<Path> root,
      Optional<Path> configuration,
      Consumer<ProcessRole> presence,
      Consumer<ProcessRole> check) {
    this.units = units;
    this.root = root;
    this.configuration = configuration;
    this.presence = presence;
    this.check = check;
  }

  /**
   * @param root of another file system than that of this host
   * @param presence throws {@link Cli.Refused} if a role is not in this image
   * @param check throws {@link Cli.Refused} if the configuration is not right for a role
   * @throws Cli.Refused if no systemd runs here and no {@code root} is given
   */
  public static HostServices of(
      Cli.Globals globals,
      Optional<Path> root,
      Consumer<ProcessRole> presence,
      Consumer<ProcessRole> check) {
    var units =
        told(() ->
            root.map(tree -> UnitFiles.below(tree, UnitText.MARK))
                .orElseGet(() -> UnitFiles.ofThisHost(UnitText.MARK)));
    return new HostServices(
        units,
        root,
        globals.osapiFile().map(Path::toAbsolutePath).map(Path::normalize),
        presence,
        check);
  }

  @Override
  public Path install(ProcessRole role, boolean now) {
    requireRoot();
    presence.accept(role);
    if (root.isEmpty()) {
      requireAccount(Unit.user(role));
    }
    if (now) {
      check.accept(role);
    }
    var unit = Unit.of(role, program(), configuration);
    return told(() -> units.install(unit.name(), unit.text(), now));
  }

  @Override
  public boolean uninstall(ProcessRole role) {
    requireRoot();
    return told(() -> units.uninstall(Unit.name(role)));
  }

  @Override
  public Cli.ServiceReport status(ProcessRole role) {
    var state = told(() -> units.states(List.of(Unit.name(role)))).getFirst();
    return new Cli.ServiceReport(
        state.unit(),
        state.file(),
        state.enabled(),
        state.active(),
        state.says(),
        state.since(),
        state.mainPid());
  }

  /** As the unit has to call it: below the root it will run on. */
  private Path program() {
    var home = System.getProperty(HOME);
    if (home == null) {
      throw refused("Which program to start is not known: run this by bin/osapi.");
    }
    var program = Path.of(home, "bin", "osapi");
    return root.filter(program::startsWith)
        .map(tree -> Path.of("/").resolve(tree.relativize(program)))
        .orElse(program);
  }

  private static void requireRoot() {
    if (!Surroundings.ofThisProcess().isRoot()) {
      throw refused("Only root may change which services a host has: run it with sudo.");
    }
  }

  private static void requireAccount(String user) {
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
    } catch (UserPrincipalNotFoundException missing) {
      throw refused(
          "There is no user " + user + ", as whom this role runs. Make one:",
          "  useradd --system --user-group --home-dir /var/lib/osapi --no-create-home --shell"
              + " /usr/sbin/nologin "
              + user);
    } catch (IOException failed) {
      throw refused("Whether there is a user " + user + " cannot be told: " + failed.getMessage());
    }
  }

  private static <T> T told(Supplier<T> action) {
    try {
      return action.get();
    } catch (UnitFiles.Refusal refusal) {
      throw new Cli.Refused(FAILED, List.of(refusal.getMessage()), refusal);
    }
  }

  private static Cli.Refused refused(String... lines) {
    return new Cli.Refused(FAILED, List.of(lines));
  }
}
