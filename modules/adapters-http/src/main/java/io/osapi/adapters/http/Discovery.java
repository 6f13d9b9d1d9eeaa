package io.osapi.adapters.http;

import io.helidon.common.mapper.MapperManager;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;

/**
 * Helidon looks for parts of itself by files in every module. The parts of our server are named
 * where it is built, so there is nothing to be found, and looking for it would be a seventh of a
 * start.
 */
@SuppressWarnings({"deprecation", "removal"}) // Helidon itself asks for its mappers by an old name
final class Discovery {
  private Discovery() {}

  /** Before Helidon is first used, for the whole process; again does nothing. */
  static synchronized void turnOff() {
    if (!GlobalServiceRegistry.configured()) {
      GlobalServiceRegistry.registry(empty());
      // The one part that the server asks its registry for: how header fields are read as numbers.
      MapperManager.global(MapperManager.create());
    }
  }

  private static ServiceRegistry empty() {
    return ServiceRegistryManager.create(
            ServiceRegistryConfig.builder()
                .discoverServices(false)
                .discoverServicesFromServiceLoader(false)
                .build())
        .registry();
  }
}
