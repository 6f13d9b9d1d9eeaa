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

  NatsStoreProbe(Link link, Nats.Layout layout, NatsFleet fleet) {
    this.link = link;
    this.queue = new KeyBucket(link, layout.queue());
    this.fleet = fleet;
  }

  @Override
  public Optional<String> fault() {
    if (!link.isConnected()) {
      return Optional.of("no connection to NATS at " + link.urls());
    }
    try {
      Calls.call(() -> {
        try (var reading = queue.reading(link.live(), NO_KEY)) {
          return reading.entries();
        }
      });
      return fleet.isLoaded() ? Optional.empty() : Optional.of("the fleet is not loaded yet");
    } catch (ProblemException noAnswer) {
      return Optional.of("the bucket " + queue.stream() + " does not answer");
    }
  }
}
