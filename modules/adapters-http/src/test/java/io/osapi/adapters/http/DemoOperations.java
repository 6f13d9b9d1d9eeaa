package io.osapi.adapters.http;

import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Family;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Matches;
import io.osapi.domain.shape.Range;
import java.util.List;
import java.util.Optional;

/** One operation of every form that the rule for resources knows. */
final class DemoOperations {
  private static final Family DEMO = new Family("demo", "Operations to test with");

  public record ByName(
      @About("Which") @Matches(value = "[a-z0-9]{1,15}", hint = "must be 1 to 15 letters or digits")
          String name,
      @About("How much to say") @Range(min = 1, max = 5) @Fallback("3") int level) {}

  public record Settings(
      @About("Which") String name,
      @About("Sizes") @Range(max = 3) List<Long> sizes,
      @About("A note") Optional<String> note) {}

  public record Thing(
      @About("A name that is not the worker's") String hostname,
      @About("Which") String name,
      @About("How much was said") int level) {}

  public record Changed(@About("Whether it was another before") boolean changed)
      implements Change {}

  static final Operation<NoInput, Thing> ALL_GET =
      DEMO.query("all.get", "Read everything", NoInput.class, Thing.class);
  static final Operation<ByName, Thing> THING_GET =
      DEMO.query("thing.get", "Read a thing", ByName.class, Thing.class);
  static final Operation<Settings, Changed> THING_UPDATE =
      DEMO.modify("thing.update", "Change a thing", Settings.class, Changed.class);
  static final Operation<Settings, Changed> THING_CREATE =
      DEMO.modify("thing.create", "Make a thing", Settings.class, Changed.class);
  static final Operation<ByName, Changed> THING_DELETE =
      DEMO.modify("thing.delete", "Remove a thing", ByName.class, Changed.class);
  static final Operation<NoInput, Changed> PING_DO =
      DEMO.modify("ping.do", "Ping", NoInput.class, Changed.class);
  static final Operation<NoInput, Changed> UNIT_RESTART =
      DEMO.modify("unit.restart", "Restart", NoInput.class, Changed.class);
  static final Operation<NoInput, Changed> COMMAND_RUN =
      DEMO.execute("command.run", "Run a command", NoInput.class, Changed.class);

  static final Catalogue CATALOGUE =
      Catalogue.of(
          DEMO.of(
              ALL_GET,
              THING_GET,
              THING_UPDATE,
              THING_CREATE,
              THING_DELETE,
              PING_DO,
              UNIT_RESTART,
              COMMAND_RUN));

  private DemoOperations() {}
}
