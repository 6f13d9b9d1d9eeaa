package io.osapi.adapters.http;

import static io.osapi.adapters.http.Component.answer;
import static io.osapi.adapters.http.Component.member;
import static io.osapi.adapters.http.Documents.COUNT;
import static io.osapi.adapters.http.Documents.DURATION;
import static io.osapi.adapters.http.Documents.TEXT;
import static io.osapi.adapters.http.Documents.choice;
import static io.osapi.adapters.http.Documents.list;

import io.helidon.http.Status;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.worker.Liveness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What probes are answered, as JSON Schema. */
final class HealthDocuments {
  static final Component LIVE =
      answer("Live", "The process answers", member("status", "Always the same", choice("ok")));

  static final Component READINESS =
      answer(
          "Readiness",
          "Whether requests can be served",
          member("status", "Whether they can", choice("ready", "not_ready")),
          member("error", "Why not", TEXT).orAbsent());

  private static final Component PART =
      answer(
          "HealthPart",
          "Something that this server needs",
          member("status", "Whether it is there", choice("ok", "error")),
          member("error", "Why not", TEXT).orAbsent());

  private static final Component PARTS =
      answer("HealthParts", "What this server needs", member("nats", PART), member("kv", PART));

  private static final Component NATS =
      answer(
          "HealthNats",
          "The server of NATS",
          member("url", "Where it is", TEXT),
          member("version", "Of nats-server", TEXT));

  private static final Component STREAM =
      answer(
          "HealthStream",
          "A stream in NATS",
          member("name", "Its name", TEXT),
          member("messages", "How many it has", COUNT),
          member("bytes", "What they take", COUNT),
          member("consumers", "How many read it", COUNT));

  private static final Component BUCKET =
      answer(
          "HealthBucket",
          "A KV bucket in NATS",
          member("name", "Its name", TEXT),
          member("keys", "How many it has", COUNT),
          member("bytes", "What they and their values take", COUNT));

  private static final Component JOBS = answer("HealthJobs", "How many jobs there are", jobs());

  private static final Component WORKERS =
      answer(
          "HealthWorkers",
          "How many workers there are",
          Stream.of(Liveness.values())
              .map(each -> member(each.text(), "That are " + each.text(), COUNT))
              .toArray(Component.Member[]::new));

  static final Component HEALTH =
      answer(
          "Health",
          "How this server and its parts are; what cannot be had is left out",
          member("status", "degraded while a part is missing", choice("ok", "degraded")),
          member("version", "Of osapi", TEXT),
          member("uptime", "How long this server has been running", DURATION),
          member("components", PARTS),
          member("nats", NATS).orAbsent(),
          member("streams", "The streams that hold jobs", list(STREAM)).orAbsent(),
          member("kv_buckets", "The buckets that hold jobs and workers", list(BUCKET)).orAbsent(),
          member("jobs", JOBS).orAbsent(),
          member("workers", WORKERS).orAbsent());

  static final Success DEGRADED =
      new Success(
          Status.SERVICE_UNAVAILABLE_503,
          "A part is missing, and the same document tells which; or it is not known yet whether the"
              + " token was called back",
          degraded(),
          List.of());

  private HealthDocuments() {}

  /** In an order that is the same in every process. */
  private static Map<String, Object> degraded() {
    var content = new LinkedHashMap<String, Object>();
    content.put(JsonText.MEDIA_TYPE, HEALTH);
    content.put(Problems.MEDIA_TYPE, Documents.PROBLEM);
    return content;
  }

  private static Component.Member[] jobs() {
    var members = new ArrayList<Component.Member>();
    members.add(member("total", "All", COUNT).orAbsent());
    for (var status : JobStatus.values()) {
      members.add(
          member(HealthView.name(status), "Of the status " + status.text(), COUNT).orAbsent());
    }
    members.add(member("dlq", "Deliveries that were given up", COUNT).orAbsent());
    return members.toArray(Component.Member[]::new);
  }
}
