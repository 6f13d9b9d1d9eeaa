package io.osapi.adapters.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Asks the API process how it is. */
final class ProbeCommands {
  private ProbeCommands() {}

  static CommandSpec health() {
    return Commands.command(call -> probe(call, "/health"), List.of())
        .addSubcommand(
            "ready", Commands.command("Whether it can work", call -> probe(call, "/health/ready")))
        .addSubcommand(
            "status",
            Commands.command(
                "How its parts are: NATS, streams, jobs, workers",
                call -> probe(call, "/health/status")));
  }

  static CommandSpec metrics() {
    return Commands.command(ProbeCommands::metrics, List.of());
  }

  /** 503 with a document of its own is an answer, not an error. */
  private static int probe(Call call, String path) {
    var api = call.api();
    var reply = api.exchange(Api.Request.get(path));
    var document = reply.document();
    boolean isReport = reply.status() == 503 && Json.text(document, "status").isPresent();
    if (reply.status() >= 400 && !isReport) {
      throw Refusals.answered(api, reply);
    }
    call.print(View.facts(document, "status"));
    return isReport ? Exit.UNAVAILABLE : Exit.OK;
  }

  private static int metrics(Call call) {
    var text = call.api().plain(Api.Request.get("/metrics").header("Accept", "text/plain")).text();
    call.terminal().data(Visible.lines(text).stripTrailing());
    return Exit.OK;
  }
}
