package io.osapi.adapters.nats;

import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The only place that knows the subjects of edge workers: commands, telemetry, heartbeats.
 *
 * @param prefix the first words of all of them, without a dot at the end
 */
record AgentSubjects(String prefix) {
  /** Where the tools of NATS ask which services there are. */
  static final String DISCOVERY = "$SRV.>";

  private static final String EVERY = "*";

  /** Requests on plain NATS; no stream may cover them, for its acknowledgement would come first. */
  String command(DeviceId device, String command) {
    return prefix + "." + device + ".cmd." + command;
  }

  String commands(DeviceId device) {
    return command(device, EVERY);
  }

  String everyCommand() {
    return prefix + ".*.cmd.*";
  }

  /**
   * All types of telemetry.
   *
   * @param device an id, or {@code *}
   */
  String telemetryOf(String device) {
    return prefix + "." + device + ".telemetry.>";
  }

  /** One type of telemetry. */
  String telemetry(DeviceId device, TelemetryType type) {
    return prefix + "." + device + ".telemetry." + type.text();
  }

  /** Each type of telemetry that there is. */
  List<String> telemetry(DeviceId device) {
    return Arrays.stream(TelemetryType.values()).map(type -> telemetry(device, type)).toList();
  }

  /** Empty for what no version of ours has sent. */
  static Optional<TelemetryType> type(String subject) {
    var last = subject.substring(subject.lastIndexOf('.') + 1);
    return Arrays.stream(TelemetryType.values())
        .filter(type -> type.text().equals(last))
        .findFirst();
  }

  String everyTelemetry() {
    return telemetryOf(EVERY);
  }

  /**
   * @param device an id, or {@code *}
   */
  String heartbeatOf(String device) {
    return prefix + "." + device + ".heartbeat";
  }

  String everyHeartbeat() {
    return heartbeatOf(EVERY);
  }
}
