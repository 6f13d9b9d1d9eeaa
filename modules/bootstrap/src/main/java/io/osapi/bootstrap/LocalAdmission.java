package io.osapi.bootstrap;

import io.osapi.adapters.cli.Cli;
import io.osapi.adapters.nats.enrolment.Enrolment;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.config.Surroundings;
import io.osapi.bootstrap.role.NatsRole;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The identities in the state directory of this host's broker; a running one notices changes. */
final class LocalAdmission implements Cli.Admission {
  private static final int FAILED = 1;

  private final Settings settings;
  private final Enrolment enrolment;

  LocalAdmission(Settings settings) {
    this.settings = settings;
    this.enrolment = Enrolment.of(settings.natsStateDir(), settings.nats().port());
  }

  @Override
  public void enroll(HostName host, Optional<DeviceId> device, Path file) {
    run(() -> {
      requireOwner();
      enrolment.prepare();
      return enrolment.enrol(host, device.orElseGet(() -> DeviceId.of(host)), file);
    });
  }

  @Override
  public void enrollClient(String name, Path file) {
    run(() -> {
      requireOwner();
      enrolment.prepare();
      enrolment.enrolClient(name, file);
      return name;
    });
  }

  @Override
  public boolean revokeClient(String name) {
    return run(() -> {
      requireOwner();
      return enrolment.revokeClient(name);
    });
  }

  @Override
  public Map<String, String> clients() {
    return run(() -> enrolment.known().clients());
  }

  @Override
  public void enrollHere(HostName host) {
    run(() -> {
      requireOwner();
      enrolment.prepare();
      return enrolment.enrolHere(host);
    });
  }

  @Override
  public boolean revoke(HostName host) {
    return run(() -> {
      requireOwner();
      return enrolment.revoke(host);
    });
  }

  @Override
  public List<Cli.Enrolled> enrolled() {
    return run(() ->
        enrolment.enrolled().stream()
            .map(worker -> new Cli.Enrolled(worker.host(), worker.publicKey(), worker.at()))
            .toList());
  }

  @Override
  public String permissions() {
    return run(() -> {
      enrolment.prepare();
      return NatsRole.access(settings, enrolment.known()).text();
    });
  }

  /** Root may write anywhere, but what it wrote here the broker could not read. */
  private void requireOwner() {
    enrolment
        .otherOwner()
        .filter(owner -> Surroundings.ofThisProcess().isRoot())
        .ifPresent(owner -> {
          throw new Cli.Refused(
              FAILED,
              List.of(
                  enrolment.directory() + " belongs to " + owner + ", as whom the broker runs.",
                  "Run the same as that user: sudo -u " + owner + " osapi worker …"));
        });
  }

  private static <T> T run(Supplier<T> action) {
    try {
      return action.get();
    } catch (UncheckedIOException failed) {
      throw new Cli.Refused(FAILED, List.of(explanation(failed.getCause())), failed);
    }
  }

  private static String explanation(IOException failed) {
    return failed instanceof AccessDeniedException
        ? "This user may not use "
            + failed.getMessage()
            + ". Run it on the broker's host as the user that runs the broker; nats.state_dir says"
            + " where its identities are."
        : "Cannot be done: " + failed;
  }
}
