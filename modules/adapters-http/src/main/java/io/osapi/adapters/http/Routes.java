package io.osapi.adapters.http;

import static io.osapi.adapters.http.RouteDraft.get;
import static io.osapi.domain.access.Scope.ADMIN;
import static io.osapi.domain.access.Scope.READ;
import static io.osapi.domain.access.Scope.WRITE;

import io.helidon.http.Method;
import io.helidon.http.Status;
import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that is served: the fixed routes, and one for each operation of the catalogue. */
final class Routes {
  static final String JOBS = "/api/v1/jobs";
  private static final String WORKERS = "/api/v1/workers";

  static final Field JOB_ID = inPath("id", "Id of the job");
  private static final Field HOSTNAME = inPath("hostname", "Name of the worker's host");

  private final List<Route> all;

  private Routes(List<Route> all) {
    this.all = List.copyOf(all);
    refuseTwice();
  }

  static Routes of(
      Catalogue catalogue,
      String version,
      ApiServer.UseCases useCases,
      Metrics metrics,
      HeldRequests held,
      InstantSource clock) {
    var routes = new ArrayList<Route>();
    routes.addAll(documents(new OpenApiResource(() -> OpenApi.of(routes, catalogue))));
    routes.addAll(about(catalogue, version, useCases, metrics));
    routes.addAll(workers(new WorkerResource(useCases.listWorkers(), useCases.getWorker())));
    routes.add(telemetry(new TelemetryResource(useCases.readTelemetry())));
    routes.addAll(jobs(catalogue, new JobCollection(useCases, new JobRequest(catalogue), clock)));
    routes.addAll(
        deadLetters(
            new DeadLetterResource(useCases.readDeadLetters(), useCases.requeueDeadLetter())));
    routes.addAll(job(new JobResource(useCases, held, clock)));
    routes.add(revocation(new TokenResource(useCases.revokeToken())));
    for (var operation : catalogue.operations()) {
      routes.add(route(operation, useCases, held, clock));
    }
    return new Routes(routes);
  }

  List<Route> all() {
    return all;
  }

  /** By path; a path that is all literal comes before those whose parameters it would match. */
  Map<String, List<Route>> byPath() {
    var byPath = new LinkedHashMap<String, List<Route>>();
    all.stream()
        .sorted(Comparator.comparing(route -> route.path().contains("{")))
        .forEach(route -> byPath.computeIfAbsent(route.path(), _ -> new ArrayList<>()).add(route));
    return byPath;
  }

  private static List<Route> documents(OpenApiResource openApi) {
    return List.of(
        get("getOpenApiJson", "/openapi.json", "Read this document")
            .gives(Success.text(JsonText.MEDIA_TYPE, "OpenAPI 3.1, as JSON", Documents.OBJECT))
            .knowsTags()
            .forAnybody(RouteGroup.ABOUT, openApi::json),
        get("getOpenApiYaml", "/openapi.yaml", "Read this document as YAML")
            .gives(
                Success.text(
                    OpenApiResource.YAML_MEDIA_TYPE, "OpenAPI 3.1, as YAML", Documents.TEXT))
            .knowsTags()
            .forAnybody(RouteGroup.ABOUT, openApi::yaml));
  }

  private static List<Route> about(
      Catalogue catalogue, String version, ApiServer.UseCases useCases, Metrics metrics) {
    var health = new HealthResource(useCases.checkReadiness(), useCases.describeHealth(), version);
    var about = new CatalogueResource(catalogue, version);
    return List.of(
        get("getHealth", "/health", "Say that the process answers")
            .gives(HealthDocuments.LIVE, "Always, while the process can answer")
            .forAnybody(RouteGroup.ABOUT, health::live),
        get("getReadiness", "/health/ready", "Say whether requests can be served")
            .gives(HealthDocuments.READINESS, "They can")
            .gives(
                Success.of(
                    Status.SERVICE_UNAVAILABLE_503, "They cannot now", HealthDocuments.READINESS))
            .forAnybody(RouteGroup.ABOUT, health::ready),
        get("getHealthStatus", "/health/status", "Tell how this server and its parts are")
            .gives(HealthDocuments.HEALTH, "All parts are there")
            .gives(HealthDocuments.DEGRADED)
            .forScope(READ, RouteGroup.ABOUT, health::status),
        get("getMetrics", "/metrics", "Read the metrics of this server")
            .headers(MetricsResource.ACCEPT)
            .gives(MetricsResource.SCRAPE)
            .forAnybody(RouteGroup.ABOUT, new MetricsResource(metrics)::scrape),
        get("getVersion", "/api/v1/version", "Read the version of this server")
            .gives(Documents.VERSION, "The version")
            .forScope(READ, RouteGroup.ABOUT, about::version),
        get("listOperations", "/api/v1/operations", "List the operations")
            .givesOnce(Documents.OPERATIONS, "The catalogue")
            .forScope(READ, RouteGroup.ABOUT, about::operations));
  }

  private static List<Route> workers(WorkerResource workers) {
    var list =
        Stream.of(
                get("listWorkers", WORKERS, "List the workers"),
                get("listAgents", "/api/v1/agents", "List the workers, by an older name"),
                get("listJobWorkers", JOBS + "/workers", "List the workers, by another name"))
            .map(draft ->
                draft
                    .gives(Documents.WORKERS, "All workers that are known, the gone ones included")
                    .forScope(READ, RouteGroup.WORKERS, workers::list));
    var one =
        get("getWorker", WORKERS + "/{hostname}", "Read one worker")
            .inPath(HOSTNAME)
            .gives(Documents.WORKER_DETAILS, "The worker")
            .refuses(Problem.WORKER_NOT_FOUND)
            .forScope(READ, RouteGroup.WORKERS, workers::get);
    return Stream.concat(list, Stream.of(one)).toList();
  }

  private static Route telemetry(TelemetryResource telemetry) {
    return get(
            "getTelemetry",
            "/api/v1/telemetry/{hostname}",
            "Read what a host tells of itself, the newest and a span of time")
        .inPath(HOSTNAME)
        .query(TelemetryResource.FIELDS)
        .gives(Documents.TELEMETRY, "The telemetry")
        .refuses(Problem.WORKER_NOT_FOUND, Problem.NO_TELEMETRY, Problem.UNAVAILABLE)
        .forScope(READ, RouteGroup.WORKERS, telemetry::get);
  }

  private static List<Route> jobs(Catalogue catalogue, JobCollection jobs) {
    return List.of(
        RouteDraft.of("submitJob", Method.POST, JOBS, "Submit a job")
            .headers(IdempotencyKey.FIELD)
            .takes(Documents.jobRequest(catalogue), true)
            .gives(created("The job was accepted"))
            .gives(
                Success.of(
                    Status.OK_200,
                    "It was accepted before, with the same Idempotency-Key",
                    Documents.JOB_CREATED,
                    Success.LOCATION))
            .refuses(Problem.NOT_PERMITTED, Problem.IDEMPOTENCY_CONFLICT, Problem.JOB_DELETED)
            .refuses(SUBMISSION)
            .forScope(WRITE, RouteGroup.JOBS, jobs::submit),
        get("listJobs", JOBS, "List jobs, the newest first")
            .query(JobListing.FIELDS)
            .gives(Success.of(Status.OK_200, "A page of them", Documents.JOB_PAGE, Success.LINK))
            .refuses(Problem.UNAVAILABLE)
            .forScope(READ, RouteGroup.JOBS, jobs::list),
        get("countJobs", JOBS + "/status", "Count jobs by status and operation")
            .gives(Documents.JOB_COUNTS, "The counts")
            .refuses(Problem.UNAVAILABLE)
            .forScope(READ, RouteGroup.JOBS, jobs::count));
  }

  private static List<Route> job(JobResource job) {
    var path = JOBS + "/{id}";
    return List.of(
        get("getJob", path, "Read a job, or wait for it")
            .inPath(JOB_ID)
            .headers(Preferences.WAIT_FIELD)
            .gives(
                Success.of(
                    Status.OK_200,
                    "The job as it is now",
                    Documents.JOB,
                    Success.TAG,
                    Success.APPLIED))
            .knowsTags()
            .refuses(Problem.JOB_NOT_FOUND, Problem.UNAVAILABLE)
            .forScope(READ, RouteGroup.JOBS, job::get),
        RouteDraft.of("retryJob", Method.POST, path + "/retry", "Submit a final job again")
            .inPath(JOB_ID)
            .takes(Documents.JOB_RETRY, false)
            .gives(created("The new job was accepted"))
            .refuses(Problem.NOT_PERMITTED, Problem.JOB_NOT_FOUND, Problem.JOB_NOT_FINAL)
            .refuses(SUBMISSION)
            .forScope(WRITE, RouteGroup.JOBS, job::retry),
        RouteDraft.of("cancelJob", Method.POST, path + "/cancel", "Call a job off")
            .inPath(JOB_ID)
            .gives(accepted("Who has not begun never does, who runs it is stopped"))
            .refuses(Problem.JOB_NOT_FOUND, Problem.JOB_IS_FINAL, Problem.UNAVAILABLE)
            .forScope(WRITE, RouteGroup.JOBS, job::cancel),
        RouteDraft.of("deleteJob", Method.DELETE, path, "Remove a job, or call it off")
            .inPath(JOB_ID)
            .gives(Success.empty(Status.NO_CONTENT_204, "It was final, and is gone"))
            .gives(accepted("It was not final: it is cancelled now, and stays readable"))
            .refuses(Problem.JOB_NOT_FOUND, Problem.UNAVAILABLE)
            .forScope(WRITE, RouteGroup.JOBS, job::delete));
  }

  private static List<Route> deadLetters(DeadLetterResource letters) {
    return List.of(
        get("listDeadLetters", JOBS + "/dlq", "List the deliveries that were given up")
            .query(DeadLetterResource.FIELDS)
            .gives(Documents.DEAD_LETTERS, "The newest of them")
            .refuses(Problem.UNAVAILABLE)
            .forScope(READ, RouteGroup.JOBS, letters::list),
        RouteDraft.of(
                "requeueDeadLetter",
                Method.POST,
                JOBS + "/dlq/{id}/requeue",
                "Send a delivery that was given up on its way again")
            .inPath(inPath("id", "Of the dead letter"))
            .gives(Success.of(Status.ACCEPTED_202, "It is on its way again", Documents.REQUEUED))
            .refuses(Problem.DEAD_LETTER_NOT_FOUND, Problem.UNAVAILABLE)
            .forScope(WRITE, RouteGroup.JOBS, letters::requeue));
  }

  private static Route revocation(TokenResource tokens) {
    return RouteDraft.of(
            "revokeToken", Method.POST, "/api/v1/tokens/revoke", "Call a token back for good")
        .takes(Documents.TOKEN_REVOCATION, true)
        .gives(Documents.TOKEN_REVOKED, "Every API server refuses it within five seconds")
        .refuses(Problem.QUEUE_FULL)
        .forScope(ADMIN, RouteGroup.TOKENS, tokens::revoke);
  }

  /** What can be in the way of a new job. */
  static final Problem[] SUBMISSION = {
    Problem.NO_MATCHING_WORKER, Problem.NO_LIVE_WORKER, Problem.QUEUE_FULL, Problem.UNAVAILABLE
  };

  private static Success created(String about) {
    return Success.of(Status.CREATED_201, about, Documents.JOB_CREATED, Success.LOCATION);
  }

  private static Success accepted(String about) {
    return Success.of(Status.ACCEPTED_202, about, Documents.JOB, Success.LOCATION);
  }

  private static Field inPath(String name, String about) {
    return new Field(name, new Type.Text(Optional.empty(), ""), about, true, Optional.empty());
  }

  private static <I extends Record, O extends Record> Route route(
      Operation<I, O> operation,
      ApiServer.UseCases useCases,
      HeldRequests held,
      InstantSource clock) {
    return new OperationResource<>(operation, useCases, held, clock).route();
  }

  private void refuseTwice() {
    var seen = new HashSet<String>();
    for (var route : all) {
      if (!seen.add(route.name()) || !seen.add(route.id())) {
        throw new IllegalArgumentException(
            "two routes are " + route.name() + ", or named " + route.id());
      }
    }
  }
}
