package io.osapi.benchmarks;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * What NATS alone does on this server, now: everything of ours is compared with it. Measured beside
 * each scenario, because machines that others use as well are not equally fast all the time.
 */
final class Anchors {
  /** About what a stored job has. */
  static final byte[] PAYLOAD = new byte[400];

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int WARM_UP = 2_000;
  private static final String SUBJECT = "raw.publish";

  private final Connection connection;
  private final JetStream stream;
  private final KeyValue bucket;

  private Anchors(Connection connection, JetStream stream, KeyValue bucket) {
    this.connection = connection;
    this.stream = stream;
    this.bucket = bucket;
  }

  static Anchors of(Laboratory laboratory)
      throws IOException, JetStreamApiException, InterruptedException, TimeoutException {
    var connection = laboratory.rawConnection();
    var echo = laboratory.rawConnection();
    echo.createDispatcher(message -> echo.publish(message.getReplyTo(), message.getData()))
        .subscribe("raw.echo");
    echo.flush(TIMEOUT);
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("RAW")
                .subjects(SUBJECT)
                .storageType(StorageType.File)
                .build());
    connection
        .keyValueManagement()
        .create(KeyValueConfiguration.builder().name("raw").storageType(StorageType.File).build());
    return new Anchors(connection, connection.jetStream(), connection.keyValue("raw"));
  }

  Samples requestReply(int count, int inFlight) throws InterruptedException, ExecutionException {
    return Load.measure(
        count, inFlight, WARM_UP, _ -> connection.request("raw.echo", PAYLOAD, TIMEOUT));
  }

  Samples publish(int count, int inFlight) throws InterruptedException, ExecutionException {
    return Load.measure(count, inFlight, WARM_UP, _ -> stream.publish(SUBJECT, PAYLOAD));
  }

  Samples put(int count) throws InterruptedException, ExecutionException {
    return Load.measure(count, 1, 0, number -> bucket.put("key" + number, PAYLOAD));
  }

  /** After {@link #put} of as many. */
  Samples get(int count) throws InterruptedException, ExecutionException {
    return Load.measure(count, 1, 0, number -> bucket.get("key" + number));
  }
}
