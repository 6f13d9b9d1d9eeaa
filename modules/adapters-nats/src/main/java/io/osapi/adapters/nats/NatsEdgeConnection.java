package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.osapi.application.port.EdgeConnection;
import io.osapi.domain.operation.AgentOperations;
import java.util.ArrayList;
import java.util.Optional;

/** The connection of an edge worker as it tells of it itself. */
record NatsEdgeConnection(Link link) implements EdgeConnection {

  @Override
  public AgentOperations.Nats state() {
    var problems = new ArrayList<>(link.refusals());
    var current = link.current();
    boolean connected = link.isConnected();
    if (connected
        && current.map(each -> !each.getServerInfo().isJetStreamAvailable()).orElse(false)) {
      problems.add("the server runs without JetStream: telemetry is not kept, jobs do not come");
    }
    var counted = current.map(Connection::getStatistics);
    return new AgentOperations.Nats(
        connected,
        link.urls(),
        connected ? current.map(Connection::getConnectedUrl) : Optional.empty(),
        counted.map(each -> each.getReconnects()).orElse(0L),
        counted.map(each -> each.getInMsgs()).orElse(0L),
        counted.map(each -> each.getOutMsgs()).orElse(0L),
        counted.map(each -> each.getInBytes()).orElse(0L),
        counted.map(each -> each.getOutBytes()).orElse(0L),
        problems);
  }
}
