package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.INFO;

import io.osapi.adapters.http.ApiServer;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.adapters.nats.Nats;
import io.osapi.application.AwaitJob;
import io.osapi.application.CheckReadiness;
import io.osapi.application.GetJob;
import io.osapi.application.ListWorkers;
import io.osapi.application.SubmitJob;
import io.osapi.bootstrap.config.Settings;
import io.osapi.domain.operation.Catalogue;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The REST API. Serves from the first moment; is ready once NATS answers. */
public final class ApiRole implements RunningRole {
  private static final System.Logger LOG = System.getLogger(ApiRole.class.getName());

  private final Nats nats;
  private final ApiServer server;

  private ApiRole(Nats nats, ApiServer server) {
    this.nats = nats;
    this.server = server;
  }

  /**
   * @throws IOException if the port cannot be had
   */
  public static ApiRole start(Settings settings) throws IOException {
    var clock = InstantSource.system();
    var catalogue = Catalogue.standard();
    var api = settings.api();
    var nats = Nats.open(NatsWiring.endpoint(api.nats()));
    var ports = nats.apiSide(NatsWiring.layout(settings.job()), catalogue, clock);
    var getJob = new GetJob(ports.store());
    var useCases =
        new ApiServer.UseCases(
            new SubmitJob(ports.fleet(), ports.store(), ports.dispatch(), new UuidV7(clock), clock),
            getJob,
            new AwaitJob(getJob, ports.feed(), clock),
            new ListWorkers(ports.fleet(), clock),
            new CheckReadiness(ports.probe()));
    var server =
        new ApiServer(
            new ApiServer.Settings(
                api.host(), api.port(), new Tokens(api.signingKey().bytes(), clock)),
            catalogue,
            Version.current().version(),
            useCases,
            clock);
    server.start();
    nats.connect();
    LOG.log(INFO, "API listens on http://{0}:{1}", api.host(), Integer.toString(server.port()));
    return new ApiRole(nats, server);
  }

  @Override
  public CompletionStage<Integer> failure() {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    server.stop();
    nats.close();
  }
}
