package io.osapi.bootstrap.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.osapi.application.port.Tracing;
import io.osapi.bootstrap.config.Telemetry;
import io.osapi.bootstrap.telemetry.Traces.Console;
import io.osapi.bootstrap.telemetry.Traces.Source;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Records activities as spans of OpenTelemetry's SDK.
 *
 * <p>A parent is always named and never taken from OpenTelemetry's own thread-bound context: {@link
 * Traces} knows it. The SDK's environment variables are not read.
 */
final class SdkRecorder implements Recorder {
  /** Spans that wait to be sent; what comes while it is full is dropped, and nobody waits. */
  private static final int MAX_QUEUED_SPANS = 2_048;

  private static final int MAX_BATCH_SPANS = 512;

  /** So long a span waits for others to be sent with. */
  private static final Duration BATCH_TIME = Duration.ofSeconds(1);

  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(10);

  /** In characters; a caller's path may be much longer. */
  private static final int MAX_ATTRIBUTE_LENGTH = 1_024;

  /**
   * Says at every batch that the queue was full; held, because its filter is forgotten otherwise.
   */
  private final Logger queueWords = Logger.getLogger(BatchSpanProcessor.class.getName());

  /** OpenTelemetry's own, and how it is told to look for no other where a thread's context is. */
  private static final String CONTEXT_STORAGE = "io.opentelemetry.context.contextStorageProvider";

  private static final String ITS_OWN = "default";

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  SdkRecorder(List<SpanExporter> exporters, Source source) {
    var builder =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(resource(source)))
            // What a caller has decided holds; who calls without a trace is recorded.
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
            .setSpanLimits(
                SpanLimits.builder().setMaxAttributeValueLength(MAX_ATTRIBUTE_LENGTH).build());
    exporters.stream().map(SdkRecorder::inBatches).forEach(builder::addSpanProcessor);
    var seldom = new Seldom();
    queueWords.setFilter(_ -> seldom.isTime());
    provider = builder.build();
    tracer = provider.get("io.osapi", source.version());
  }

  static SdkRecorder start(
      Telemetry.Tracing settings, Source source, Console console, boolean isDebugging) {
    // Its module cannot say that it uses the others: they are in a module that requires it.
    System.setProperty(CONTEXT_STORAGE, ITS_OWN);
    boolean isConsole = settings.enabled() && settings.exporter() == Telemetry.Exporter.STDOUT;
    Optional<SpanExporter> asked =
        isConsole
            ? Optional.of(lines(console))
            : settings.otlpEndpoint().filter(_ -> settings.enabled()).map(CollectorExporter::to);
    var debugging = Optional.of(lines(Console.STDERR)).filter(_ -> isDebugging && !isConsole);
    return new SdkRecorder(
        Stream.of(asked, debugging).<SpanExporter>flatMap(Optional::stream).toList(), source);
  }

  private static LineExporter lines(Console console) {
    var descriptor =
        switch (console) {
          case STDOUT -> FileDescriptor.out;
          case STDERR -> FileDescriptor.err;
        };
    return new LineExporter(new FileOutputStream(descriptor));
  }

  private static SpanProcessor inBatches(SpanExporter exporter) {
    return BatchSpanProcessor.builder(exporter)
        .setMaxQueueSize(MAX_QUEUED_SPANS)
        .setMaxExportBatchSize(MAX_BATCH_SPANS)
        .setScheduleDelay(BATCH_TIME)
        .setExporterTimeout(EXPORT_TIMEOUT)
        .build();
  }

  private static Resource resource(Source source) {
    return Resource.builder()
        .put("service.namespace", "osapi")
        .put("service.name", source.service())
        .put("service.version", source.version())
        .put("host.name", source.host())
        .put("process.pid", ProcessHandle.current().pid())
        .build();
  }

  @Override
  public Recording begin(Tracing.Activity activity, Optional<Tracing.Position> parent) {
    boolean fromElsewhere = activity.parent().isPresent();
    var span =
        tracer
            .spanBuilder(activity.name())
            .setSpanKind(kind(activity.kind()))
            .setParent(
                parent
                    .map(position ->
                        Context.root().with(Span.wrap(context(position, fromElsewhere))))
                    .orElse(Context.root()))
            .setAllAttributes(attributes(activity))
            .startSpan();
    return new Recorded(span, position(span, parent));
  }

  @Override
  public void close() {
    provider.shutdown().join(Traces.FLUSH_TIME.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static SpanContext context(Tracing.Position position, boolean fromElsewhere) {
    var flags = TraceFlags.fromHex(position.flags(), 0);
    var state = state(position.state());
    return fromElsewhere
        ? SpanContext.createFromRemoteParent(position.traceId(), position.spanId(), flags, state)
        : SpanContext.create(position.traceId(), position.spanId(), flags, state);
  }

  private static TraceState state(String text) {
    var state = TraceState.builder();
    if (!text.isEmpty()) {
      // Each is put before those that are there.
      for (var member : List.of(text.split(",")).reversed()) {
        var parts = member.split("=", 2);
        state.put(parts[0], parts[1]);
      }
    }
    return state.build();
  }

  private static Tracing.Position position(Span span, Optional<Tracing.Position> parent) {
    var context = span.getSpanContext();
    return new Tracing.Position(
        context.getTraceId(),
        context.getSpanId(),
        context.getTraceFlags().asHex(),
        parent.map(Tracing.Position::state).orElse(""));
  }

  private static SpanKind kind(Tracing.Kind kind) {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }

  private static Attributes attributes(Tracing.Activity activity) {
    var attributes = Attributes.builder();
    activity
        .attributes()
        .forEach((name, value) -> {
          switch (value) {
            case Boolean truth -> attributes.put(name, truth);
            case Integer number -> attributes.put(name, number.longValue());
            case Long number -> attributes.put(name, number);
            default -> attributes.put(name, value.toString());
          }
        });
    return attributes.build();
  }

  private record Recorded(Span span, Tracing.Position here) implements Recording {

    @Override
    public void name(String name) {
      span.updateName(name);
    }

    @Override
    public void attribute(String name, String value) {
      span.setAttribute(name, value);
    }

    @Override
    public void attribute(String name, long value) {
      span.setAttribute(AttributeKey.longKey(name), value);
    }

    @Override
    public void failed(String type) {
      span.setAttribute("error.type", type);
      span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void end() {
      span.end();
    }
  }
}
