package io.osapi.adapters.nats;

import io.osapi.adapters.nats.Json.Unreadable;
import io.osapi.domain.operation.OperationName;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** Heartbeats as JSON. */
final class HeartbeatCodec {
  private HeartbeatCodec() {}

  static byte[] write(Heartbeat heartbeat) {
    var worker = heartbeat.worker();
    var members = Members.versioned();
    members.put("hostname", worker.host().value());
    members.put("labels", worker.labels().values());
    members.put("version", worker.version());
    members.put("platform", worker.platform());
    members.put("started_at", worker.startedAt().toString());
    members.put("heartbeat_interval", worker.heartbeatInterval().toString());
    members.put("max_jobs", worker.maxJobs());
    members.put(
        "capabilities", worker.capabilities().stream().map(OperationName::toString).toList());
    members.put("state", heartbeat.state().text());
    members.put("running_jobs", heartbeat.runningJobs());
    return Json.write(members);
  }

  /**
   * @param sender whose key it was written to, which the broker lets nobody else do
   * @throws Unreadable also if it says that it is another's
   */
  static FleetMember read(HostName sender, byte[] bytes, Instant heardAt) {
    return Members.reading(
        "heartbeat",
        () -> {
          var in = Members.of(bytes);
          var heartbeat =
              new Heartbeat(
                  worker(in), state(in.text("state")), in.number("running_jobs").intValue());
          if (!heartbeat.worker().host().equals(sender)) {
            throw new Unreadable("it says it is of " + heartbeat.worker().host(), null);
          }
          return new FleetMember(heartbeat, heardAt);
        });
  }

  /** Of the worker whose heartbeats are under that key. */
  static HostName host(String key) {
    return Members.reading("key", () -> Keys.host(key));
  }

  private static Worker worker(Members in) {
    var labels = new LinkedHashMap<String, String>();
    in.object("labels").forEach((key, path) -> labels.put(key, String.valueOf(path)));
    return new Worker(
        new HostName(in.text("hostname")),
        new Labels(labels),
        in.text("version"),
        in.text("platform"),
        Instant.parse(in.text("started_at")),
        Duration.parse(in.text("heartbeat_interval")),
        in.number("max_jobs").intValue(),
        in.texts("capabilities").stream().map(OperationName::parse).toList());
  }

  private static Heartbeat.State state(String text) {
    return Arrays.stream(Heartbeat.State.values())
        .filter(state -> state.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new Unreadable("unknown worker state " + text, null));
  }
}
