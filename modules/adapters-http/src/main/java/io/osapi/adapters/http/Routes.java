package io.osapi.adapters.http;

import io.helidon.http.Method;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is served: the fixed routes, and one for each operation of the catalogue. */
final class Routes {
  private final List<Route> all;

  private Routes(List<Route> all) {
    this.all = List.copyOf(all);
    refuseTwice();
  }

  static Routes of(
      Catalogue catalogue,
      String version,
      ApiServer.UseCases useCases,
      HeldRequests held,
      InstantSource clock) {
    var health = new HealthResource(useCases.checkReadiness());
    var workers = new WorkerResource(useCases.listWorkers());
    var about = new CatalogueResource(catalogue, version);
    var jobs =
        new JobResource(
            useCases.submitJob(), useCases.getJob(), held, new JobRequest(catalogue), clock);
    var routes = new ArrayList<Route>();
    routes.addAll(
        List.of(
            Route.open("/health", "Say that the process answers", health::live),
            Route.open("/health/ready", "Say whether requests can be served", health::ready),
            Route.read("/api/v1/version", "Read the version of this server", about::version),
            Route.read("/api/v1/operations", "List the operations", about::operations),
            Route.read("/api/v1/workers", "List the workers", workers::list),
            Route.read("/api/v1/agents", "List the workers, by an older name", workers::list),
            Route.read("/api/v1/jobs/workers", "List the workers, by another name", workers::list),
            Route.read("/api/v1/workers/{hostname}", "Read one worker", workers::get),
            Route.write(Method.POST, "/api/v1/jobs", "Submit a job", jobs::submit),
            Route.read("/api/v1/jobs/{id}", "Read a job, or wait for it", jobs::get)));
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

  private static <I extends Record, O extends Record> Route route(
      Operation<I, O> operation,
      ApiServer.UseCases useCases,
      HeldRequests held,
      InstantSource clock) {
    return new OperationResource<>(operation, useCases.submitJob(), held, clock).route();
  }

  private void refuseTwice() {
    var seen = new HashSet<String>();
    for (var route : all) {
      if (!seen.add(route.method().text() + " " + route.path())) {
        throw new IllegalArgumentException(
            "two routes are " + route.method().text() + " " + route.path());
      }
    }
  }
}
