package io.osapi.bootstrap.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.osapi.bootstrap.logging.Escaped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes each span as one JSON object on a line of its own, whatever its texts contain. */
final class LineExporter implements SpanExporter {
  private final OutputStream out;

  LineExporter(OutputStream out) {
    this.out = out;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    try {
      for (var span : spans) {
        // One write for a line: nothing that others write comes between.
        out.write((line(span) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
      return CompletableResultCode.ofSuccess();
    } catch (IOException nobodyReadsIt) {
      return CompletableResultCode.ofExceptionalFailure(nobodyReadsIt);
    }
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  private static String line(SpanData span) {
    var line = new StringBuilder(400).append("{\"trace_id\":\"").append(span.getTraceId());
    line.append("\",\"span_id\":\"").append(span.getSpanId()).append('"');
    if (span.getParentSpanContext().isValid()) {
      line.append(",\"parent_span_id\":\"").append(span.getParentSpanId()).append('"');
    }
    line.append(",\"name\":").append(text(span.getName()));
    line.append(",\"kind\":").append(text(word(span.getKind())));
    line.append(",\"service\":").append(text(service(span)));
    line.append(",\"start\":\"").append(time(span.getStartEpochNanos()));
    line.append("\",\"duration_us\":").append(micros(span));
    line.append(",\"status\":").append(text(word(span.getStatus().getStatusCode())));
    line.append(",\"attributes\":{");
    var attributes = new TreeMap<String, Object>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    line.append(
        String.join(",", attributes.entrySet().stream().map(LineExporter::member).toList()));
    return line.append("}}").toString();
  }

  private static String member(Map.Entry<String, Object> attribute) {
    var value = attribute.getValue();
    boolean isPlain = value instanceof Number || value instanceof Boolean;
    return text(attribute.getKey()) + ":" + (isPlain ? value : text(value.toString()));
  }

  private static String text(String text) {
    return Escaped.json(text);
  }

  private static String service(SpanData span) {
    var service = span.getResource().getAttribute(AttributeKey.stringKey("service.name"));
    return service == null ? "" : service;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Instant time(long epochNanos) {
    return Instant.EPOCH.plusNanos(epochNanos);
  }

  private static long micros(SpanData span) {
    return Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()).toNanos() / 1_000;
  }
}
