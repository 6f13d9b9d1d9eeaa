package io.osapi.domain.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedTest {
  public record Link(@About("which") @Named("interface") String interfaceName) {}

  private static final Shape<Link> SHAPE = Shape.of(Link.class);

  @Test
  void a_named_component_goes_by_that_name_both_ways() {
    assertThat(SHAPE.read(Map.of("interface", "eth0"))).isEqualTo(new Link("eth0"));
    assertThat(SHAPE.write(new Link("eth0"))).isEqualTo(Map.of("interface", "eth0"));
    assertThat(SHAPE.fields()).extracting(Field::name).containsExactly("interface");
  }

  @Test
  void the_components_own_name_is_not_known_outside() {
    assertThatThrownBy(() -> SHAPE.read(Map.of("interface_name", "eth0")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(violation -> violation.pointer())
                    .containsExactly("/interface_name", "/interface"));
  }
}
