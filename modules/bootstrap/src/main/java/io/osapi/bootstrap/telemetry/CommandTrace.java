package io.osapi.bootstrap.telemetry;

import io.osapi.adapters.cli.Cli;
import io.osapi.application.port.Tracing.Activity;
import io.osapi.application.port.Tracing.Kind;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A command as the beginning of a trace, and its requests below it. */
record CommandTrace(Recorder recorder, Recorder.Recording command) implements Cli.Trace {

  /** Named and described as OpenTelemetry's conventions for command-line programs have it. */
  static CommandTrace begin(Recorder recorder, String name) {
    var attributes =
        Map.<String, Object>of(
            "process.executable.name", "osapi", "process.pid", ProcessHandle.current().pid());
    return new CommandTrace(
        recorder, recorder.begin(activity(name, Kind.INTERNAL, attributes), Optional.empty()));
  }

  @Override
  public Cli.Exchange request(String method, URI url) {
    var attributes =
        new HashMap<String, Object>(
            Map.of("http.request.method", method, "url.full", url.toString()));
    attributes.put("server.address", url.getHost());
    attributes.put("server.port", (long) port(url));
    return new Exchange(
        recorder.begin(activity(method, Kind.CLIENT, attributes), Optional.of(command.here())));
  }

  @Override
  public void end(int exitCode) {
    command.attribute("process.exit.code", exitCode);
    if (exitCode != 0) {
      command.failed(Integer.toString(exitCode));
    }
    command.end();
    recorder.close();
  }

  private static Activity activity(String name, Kind kind, Map<String, Object> attributes) {
    return new Activity(name, kind, Optional.empty(), attributes, Map.of());
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equals(url.getScheme()) ? 443 : 80;
  }

  private record Exchange(Recorder.Recording request) implements Cli.Exchange {

    @Override
    public Map<String, String> headers() {
      return request.here().carrier();
    }

    @Override
    public String traceId() {
      return request.here().traceId();
    }

    @Override
    public void answered(int status) {
      request.attribute("http.response.status_code", status);
      if (status >= 400) {
        request.failed(Integer.toString(status));
      }
      request.end();
    }

    @Override
    public void failed(Exception failure) {
      request.failed(failure.getClass().getName());
      request.end();
    }
  }
}
