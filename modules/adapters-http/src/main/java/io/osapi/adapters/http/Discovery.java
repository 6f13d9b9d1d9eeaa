package io.osapi.adapters.http;

import io.helidon.common.mapper.MapperManager;
import io.helidon.common.mapper.Mappers;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;

/**
 * Helidon looks for parts of itself by files in every module. The parts of our server are named
 * where it is built, so there is nothing to be found, and looking for it would be a seventh of a
 * start.
 */
@SuppressWarnings({"deprecation", "removal"}) // there is no other way to make mappers
final class Discovery {
  private Discovery() {}

  /** Before Helidon is first used, for the whole process; again does nothing. */
  static synchronized void turnOff() {
    if (!GlobalServiceRegistry.configured()) {
      GlobalServiceRegistry.registry(withoutSearch());
    }
  }

  private static ServiceRegistry withoutSearch() {
    // All that the server asks for, by one name or the other: how header fields become numbers.
    var mappers = MapperManager.create();
    return ServiceRegistryManager.create(
            ServiceRegistryConfig.builder()
                .discoverServices(false)
                .discoverServicesFromServiceLoader(false)
                .putContractInstance(Mappers.class, mappers)
                .putContractInstance(MapperManager.class, mappers)
                .build())
        .registry();
  }
}
