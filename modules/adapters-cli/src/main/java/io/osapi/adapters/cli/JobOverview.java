package io.osapi.adapters.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The counts of all jobs; on a terminal redrawn until somebody has seen enough. */
final class JobOverview {
  /** Cursor to the upper left corner, then clear what was there (ECMA-48: CUP, ED). */
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private JobOverview() {}

  static int run(Call call) {
    var api = call.api();
    boolean live = call.terminal().isInteractive() && call.globals().format() == Cli.Format.TABLE;
    if (!live) {
      call.print(view(api));
      return Exit.OK;
    }
    // Before the screen is cleared: what is wrong from the start is said and ends the command.
    var view = view(api);
    while (true) {
      call.terminal().redraw(CLEAR);
      call.print(view);
      call.terminal()
          .note("Every " + Spans.text(JobCommands.pollInterval(call)) + "; Ctrl-C ends.");
      pause(call);
      view = next(call, api);
    }
  }

  /** Who watches wants to see the end of an outage, too. */
  private static View next(Call call, Api api) {
    while (true) {
      try {
        return view(api);
      } catch (Cli.Refused refused) {
        if (refused.exitCode() != Exit.UNAVAILABLE) {
          throw refused;
        }
        call.terminal().progress("The API is away; asking again.");
        pause(call);
      }
    }
  }

  private static View view(Api api) {
    var document = api.ask(Api.Request.get(JobCommands.PATH + "/status"));
    var facts = new LinkedHashMap<String, Cell>();
    facts.put("jobs", Cells.of("jobs", document.get("total_jobs")));
    facts.put("dead letters", Cells.of("dlq", document.get("dlq_count")));
    return new View(
        document,
        List.of(document),
        "total_jobs",
        List.of(
            new View.Part.Facts(facts),
            counts("status", Json.map(document, "status_counts")),
            counts("operation", Json.map(document, "operation_counts"))));
  }

  private static View.Part counts(String title, Map<String, Object> counts) {
    var rows =
        counts.entrySet().stream()
            .map(each -> {
              var row = new LinkedHashMap<String, Object>();
              row.put(title, each.getKey());
              row.put("jobs", each.getValue());
              return (Map<String, Object>) row;
            })
            .toList();
    var columns =
        List.of(
            Column.of(title.toUpperCase(Locale.ROOT), row -> counted(title, row)),
            Column.of("jobs"));
    return new View.Part.Table(columns, columns, rows);
  }

  /** No failed job is no reason for red. */
  private static Cell counted(String title, Map<String, Object> row) {
    var cell = Cells.of(title, row.get(title));
    return row.get("jobs") instanceof Number jobs && jobs.longValue() == 0
        ? cell.in(Cell.Tone.DIM)
        : cell;
  }

  private static void pause(Call call) {
    call.terminal().flush();
    try {
      Thread.sleep(JobCommands.pollInterval(call));
    } catch (InterruptedException interrupted) {
      throw new Cli.Refused(Exit.INTERRUPTED, List.of("Interrupted."), interrupted);
    }
  }
}
