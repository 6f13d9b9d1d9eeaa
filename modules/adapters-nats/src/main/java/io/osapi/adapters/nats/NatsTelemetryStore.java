package io.osapi.adapters.nats;

import io.nats.client.Message;
import io.osapi.adapters.nats.Json.Unreadable;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads telemetry from its stream, each time by one request. */
final class NatsTelemetryStore implements TelemetryStore {
  /**
   * Of one window: some 10,000 records of a usual host. The server cuts there, so that one device
   * with huge payloads costs an API process no more than that.
   */
  static final int MAX_WINDOW_BYTES = 8 << 20;

  private final Link link;
  private final String stream;
  private final AgentSubjects subjects;
  private final BatchGet.Sender batches = new BatchGet.Sender();

  NatsTelemetryStore(Link link, Nats.Layout.Agents layout) {
    this.link = link;
    this.stream = layout.telemetry().name();
    this.subjects = layout.subjects();
  }

  @Override
  public List<TelemetryRecord> latest(DeviceId device) {
    return records(read(Map.of("multi_last", subjects.telemetry(device))));
  }

  @Override
  public Window since(DeviceId device, Optional<TelemetryType> type, Instant since, int limit) {
    var subject =
        type.map(each -> subjects.telemetry(device, each))
            .orElseGet(() -> subjects.telemetryOf(device.value()));
    var found =
        read(
            Map.of(
                "next_by_subj", subject,
                "start_time", since.toString(),
                "batch", limit,
                "max_bytes", MAX_WINDOW_BYTES));
    return new Window(records(found), isMore(found));
  }

  private List<Message> read(Map<String, ?> request) {
    return Calls.call(() -> {
      try (var batch = batches.send(link.live(), stream, request)) {
        return batch.read().orElseThrow(() -> new ProblemException(Problem.UNAVAILABLE));
      }
    });
  }

  /** The server says with each how many there are after it. */
  private static boolean isMore(List<Message> found) {
    return !found.isEmpty()
        && Long.parseLong(found.getLast().getHeaders().getLast("Nats-Num-Pending")) > 0;
  }

  private static List<TelemetryRecord> records(List<Message> messages) {
    return messages.stream().map(NatsTelemetryStore::record).flatMap(Optional::stream).toList();
  }

  private static Optional<TelemetryRecord> record(Message message) {
    var headers = message.getHeaders();
    return AgentSubjects.type(headers.getLast("Nats-Subject"))
        .map(type ->
            new TelemetryRecord(
                type,
                Instant.parse(headers.getLast("Nats-Time-Stamp")),
                payload(message.getData())));
  }

  /** Whoever may publish there may publish anything. */
  private static Map<String, Object> payload(byte[] bytes) {
    try {
      return Json.read(bytes);
    } catch (Unreadable notOurs) {
      return Map.of("status", "error", "error", "what the device sent is no JSON object");
    }
  }
}
