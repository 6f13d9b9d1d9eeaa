package io.osapi.application.memory;

import io.osapi.application.port.Broker;
import java.util.List;
import java.util.Optional;

/** The broker that the adapters in memory do without: it says what one would say of them. */
public final class MemoryBroker implements Broker {
  private final Outage outage;
  private final MemoryJobs jobs;
  private final MemoryDeadLetters deadLetters;

  public MemoryBroker(Outage outage, MemoryJobs jobs, MemoryDeadLetters deadLetters) {
    this.outage = outage;
    this.jobs = jobs;
    this.deadLetters = deadLetters;
  }

  @Override
  public Connection connection() {
    var state =
        outage.isOn()
            ? new Down("the broker in memory is cut off")
            : new Up("memory://here", "1.0.0");
    return new Connection(state, outage.ends());
  }

  @Override
  public Optional<Holdings> holdings() {
    if (outage.isOn()) {
      return Optional.empty();
    }
    long stored = jobs.jobs().size();
    return Optional.of(
        new Holdings(
            List.of(new Stream("JOBS", stored, 0, 1)),
            List.of(new Bucket("job-queue", stored, 0)),
            deadLetters.count()));
  }
}
