package io.osapi.application.memory;

import io.osapi.application.contract.WorkQueueContract;
import java.time.Duration;

class MemoryQueueContractTest implements WorkQueueContract {
  private final MemoryQueue queue = new MemoryQueue();

  @Override
  public MemoryQueue dispatch() {
    return queue;
  }

  @Override
  public MemoryQueue queue() {
    return queue;
  }

  @Override
  public Duration redeliveryWithin() {
    return MemoryQueue.REDELIVERY_DELAY;
  }
}
