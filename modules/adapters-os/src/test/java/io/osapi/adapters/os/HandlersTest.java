package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.port.Tracing;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.SystemOperations;
import io.osapi.domain.operation.SystemOperations.Hostname;
import io.osapi.domain.worker.Labels;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlersTest {

  @Test
  void every_operation_of_the_catalogue_has_a_handler() {
    var operations =
        Catalogue.standard().operations().stream().map(Operation::name).sorted().toList();

    var handlers = HostOperations.standard(Labels.NONE, Path.of("/"), Tracing.NONE, "0.1.0");
    EdgeProvider.of(EdgeHosts.allowingNothing(), Tracing.NONE).register(handlers, () -> null);

    assertThat(handlers.names()).isEqualTo(operations);
  }

  @Test
  void a_second_handler_for_an_operation_is_refused() {
    var handlers =
        new Handlers().on(SystemOperations.HOSTNAME_GET, _ -> new Hostname("a", "a", Map.of()));

    assertThatThrownBy(
            () -> handlers.on(SystemOperations.HOSTNAME_GET, _ -> new Hostname("b", "b", Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two handlers for system.hostname.get");
  }
}
