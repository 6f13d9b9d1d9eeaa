package io.osapi.domain.worker;

import io.osapi.domain.operation.OperationName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The process that runs operations on its own host, as it describes itself.
 *
 * @param version of osapi
 * @param platform operating system and architecture: {@code linux/amd64}
 * @param capabilities the operations it has handlers for, in name order
 * @param maxJobs how many jobs it runs at the same time
 * @param heartbeatInterval how often it says that it is there; liveness is measured in these
 */
public record Worker(
    HostName host,
    Labels labels,
    String version,
    String platform,
    Instant startedAt,
    Duration heartbeatInterval,
    int maxJobs,
    List<OperationName> capabilities) {

  public Worker {
    capabilities = List.copyOf(capabilities);
  }
}
