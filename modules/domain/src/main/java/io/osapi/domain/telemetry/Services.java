package io.osapi.domain.telemetry;

import io.osapi.domain.shape.About;
import java.util.List;

/** The services that are watched, in the order in which the configuration names them. */
public record Services(@About("Each with its state") List<Service> services) {

  public Services {
    services = List.copyOf(services);
  }

  public record Service(
      @About("As the configuration names it") String name,
      @About("Running, Stopped, Starting, Stopping, Error, Unknown or NotInstalled")
          String status) {}
}
