package io.osapi.bootstrap.config;

import io.osapi.domain.telemetry.EdgeTask;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an edge worker does by itself.
 *
 * @param intervals of the tasks that are switched on
 * @param exporterUrl present where the source is {@link Source#EXPORTER}
 * @param services whose states are told
 */
public record AgentTasks(
    Map<EdgeTask, Duration> intervals,
    Source source,
    Optional<URI> exporterUrl,
    List<String> services) {

  /** Where the exporter is, if that is the source. */
  public Optional<URI> exporter() {
    return source == Source.EXPORTER ? exporterUrl : Optional.empty();
  }

  /** Where the figures of the system come from. */
  public enum Source {
    BUILTIN,
    EXPORTER
  }
}
