package io.osapi.adapters.os;

import io.osapi.domain.telemetry.HostSample;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks an exporter on this host, as Prometheus does. By the client that the JDK's base has: it
 * costs a worker that has no other HTTP nothing until it is used, and little then.
 */
final class ExporterSource implements SampleSource {
  /** From the first packet to the last byte. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** node_exporter has some 100 KiB. */
  static final int MAX_BYTES = 10 << 20;

  private static final String ACCEPT = "text/plain;version=0.0.4";

  private final URI url;
  private final Duration patience;
  private final int maxBytes;

  ExporterSource(URI url) {
    this(url, PATIENCE, MAX_BYTES);
  }

  ExporterSource(URI url, Duration patience, int maxBytes) {
    this.url = url;
    this.patience = patience;
    this.maxBytes = maxBytes;
  }

  /** No time limit of the client ends an answer that trickles; ours does. */
  @Override
  public HostSample sample() throws IOException, InterruptedException {
    return TimedCall.within(
        patience,
        this::ask,
        new OperationFailure(
            "exporter-silent", url + " did not answer within " + Durations.text(patience)));
  }

  private HostSample ask() throws IOException {
    try {
      return fetch();
    } catch (OperationFailure told) {
      throw told;
    } catch (IOException failed) {
      throw new OperationFailure("exporter-failed", url + ": " + HostFiles.reason(failed), failed);
    }
  }

  private HostSample fetch() throws IOException {
    // Never by way of a proxy, which is for what is beyond this host's network.
    var connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", ACCEPT);
    connection.setRequestProperty("Connection", "close");
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new OperationFailure(
            "exporter-refused", url + " answered with status " + connection.getResponseCode());
      }
      try (var body = new Bounded(connection.getInputStream(), maxBytes)) {
        var text = new InputStreamReader(body, StandardCharsets.UTF_8);
        return NodeExporter.sample(Exposition.parse(text, NodeExporter.NAMES::contains));
      }
    } finally {
      connection.disconnect();
    }
  }

  /** Stops while reading, not after it. */
  private static final class Bounded extends FilterInputStream {
    private final int maxBytes;
    private long readBytes;

    Bounded(InputStream in, int maxBytes) {
      super(in);
      this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
      int each = super.read();
      count(each < 0 ? 0 : 1);
      return each;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int more) throws IOException {
      readBytes += more;
      if (readBytes > maxBytes) {
        throw new OperationFailure(
            "exporter-too-long", "the exporter's answer has more than " + maxBytes + " bytes");
      }
    }
  }
}
