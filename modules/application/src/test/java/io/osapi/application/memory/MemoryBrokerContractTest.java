package io.osapi.application.memory;

import io.osapi.application.contract.BrokerContract;
import io.osapi.application.port.Broker;
import io.osapi.application.port.JobStore;
import java.time.InstantSource;

class MemoryBrokerContractTest implements BrokerContract {
  private final Outage outage = new Outage();
  private final MemoryJobs jobs = new MemoryJobs(InstantSource.system(), outage);
  private final Broker broker = new MemoryBroker(outage, jobs, new MemoryDeadLetters());

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public JobStore store() {
    return jobs;
  }
}
