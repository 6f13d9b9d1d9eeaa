package io.osapi.domain.operation;

import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Matches;

/** Units of systemd that an edge worker's configuration allows. */
public final class ServiceOperations {
  private static final Family SERVICE = new Family("service", "Services of the host");

  /** What systemd allows in names of units, less backslashes and what an option begins with. */
  private static final String NAME = "[A-Za-z0-9_@][A-Za-z0-9:_.@-]{0,254}";

  private static final String NAME_HINT = "must be the name of a unit, such as nginx";

  public record UnitName(
      @About("Unit, as the worker's allowed_services names it")
          @Matches(value = NAME, hint = NAME_HINT)
          String serviceName) {}

  /** How a unit is. */
  public record UnitState(
      @About("Unit") String serviceName,
      @About("Running, Stopped, Starting, Stopping, Error, Unknown or NotInstalled")
          String serviceStatus) {}

  public record UnitChange(
      @About("Unit") String serviceName,
      @About("What was done: start, stop or restart") String action,
      @About("What came of it, for people") String result,
      @About(
              "How the unit is now: Running, Stopped, Starting, Stopping, Error, Unknown or NotInstalled")
          String serviceStatus,
      @About("Whether it is different now, or was restarted") boolean changed)
      implements Change {}

  public static final Operation<UnitName, UnitState> UNIT_STATUS =
      SERVICE.query("unit.status", "Ask how a service is", UnitName.class, UnitState.class);

  public static final Operation<UnitName, UnitChange> UNIT_START =
      SERVICE.modify("unit.start", "Start a service", UnitName.class, UnitChange.class);

  public static final Operation<UnitName, UnitChange> UNIT_STOP =
      SERVICE.modify("unit.stop", "Stop a service", UnitName.class, UnitChange.class);

  public static final Operation<UnitName, UnitChange> UNIT_RESTART =
      SERVICE.modify("unit.restart", "Restart a service", UnitName.class, UnitChange.class);

  static final Family.Members ALL = SERVICE.of(UNIT_STATUS, UNIT_START, UNIT_STOP, UNIT_RESTART);

  private ServiceOperations() {}
}
