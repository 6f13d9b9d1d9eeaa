package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.BrokerContract;
import io.osapi.application.port.Broker;
import io.osapi.application.port.JobStore;
import org.junit.jupiter.api.Test;

class NatsBrokerContractTest implements BrokerContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public Broker broker() {
    return system.api.broker();
  }

  @Override
  public JobStore store() {
    return system.api.store();
  }

  @Test
  void it_tells_of_everything_that_we_keep() {
    var layout = system.layout;
    var holdings = broker().holdings().orElseThrow();

    assertThat(holdings.streams())
        .extracting(Broker.Stream::name)
        .containsExactly(layout.jobs().name(), layout.deadLetters().name());
    assertThat(holdings.streams().getFirst().consumers()).isPositive();
    assertThat(holdings.buckets())
        .extracting(Broker.Bucket::name)
        .containsExactly(layout.queue().name(), layout.responses().name(), layout.workers().name());
  }

  @Test
  void whoever_asks_in_the_next_moment_is_told_the_same() {
    var holdings = broker().holdings().orElseThrow();

    // Unless a round ended in between, which the next one cannot.
    assertThat(broker().holdings().orElseThrow())
        .satisfiesAnyOf(
            same -> assertThat(same).isSameAs(holdings),
            later -> assertThat(broker().holdings().orElseThrow()).isSameAs(later));
  }
}
