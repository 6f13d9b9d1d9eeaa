package io.osapi.bootstrap.role;

import io.osapi.application.port.Tracing;
import io.osapi.bootstrap.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** NATS, the API and a worker in one process, for one host. Stops in the opposite order. */
public final class AllInOne implements RunningRole {
  private final NatsRole nats;
  private final ApiRole api;
  private final WorkerRole worker;

  private AllInOne(NatsRole nats, ApiRole api, WorkerRole worker) {
    this.nats = nats;
    this.api = api;
    this.worker = worker;
  }

  public static AllInOne start(Settings settings, Tracing tracing) throws IOException {
    var nats = NatsRole.startKnowingWorkerHere(settings);
    try {
      var api = ApiRole.start(settings, tracing);
      return new AllInOne(nats, api, WorkerRole.start(settings, tracing));
    } catch (RuntimeException | IOException failed) {
      nats.close();
      throw failed;
    }
  }

  @Override
  public CompletionStage<Integer> failure() {
    var failure = new CompletableFuture<Integer>();
    List.of(nats, api, worker).forEach(role -> role.failure().thenAccept(failure::complete));
    return failure;
  }

  @Override
  public Condition condition() {
    return nats.condition().and(api.condition()).and(worker.condition());
  }

  @Override
  public void close() {
    worker.close();
    api.close();
    nats.close();
  }
}
