package io.osapi.adapters.nats;

import io.osapi.application.port.StoreProbe;
import io.osapi.domain.problem.ProblemException;
import java.util.Optional;

/** Asks the job bucket for a key that nobody has. */
final class NatsStoreProbe implements StoreProbe {
  private static final String NO_KEY = "jobs.none";

  private final Link link;
  private final KeyBucket queue;
  private final NatsFleet fleet;
  private final JobFollower follower;
  private final NatsRevokedTokens revoked;

  NatsStoreProbe(
      Link link,
      KeyBucket queue,
      NatsFleet fleet,
      JobFollower follower,
      NatsRevokedTokens revoked) {
    this.link = link;
    this.queue = queue;
    this.fleet = fleet;
    this.follower = follower;
    this.revoked = revoked;
  }

  @Override
  public Optional<String> fault() {
    if (!link.isConnected()) {
      return Optional.of(link.fault());
    }
    try {
      Calls.call(() -> {
        try (var reading = queue.reading(link.live(), NO_KEY)) {
          return reading.entries();
        }
      });
      return notLoaded();
    } catch (ProblemException noAnswer) {
      return Optional.of("the bucket " + queue.stream() + " does not answer");
    }
  }

  private Optional<String> notLoaded() {
    if (!revoked.isLoaded()) {
      return Optional.of("the list of revoked tokens is not loaded yet");
    }
    if (!fleet.isLoaded()) {
      return Optional.of("the fleet is not loaded yet");
    }
    return follower.isCaughtUp() ? Optional.empty() : Optional.of("the jobs are not loaded yet");
  }
}
