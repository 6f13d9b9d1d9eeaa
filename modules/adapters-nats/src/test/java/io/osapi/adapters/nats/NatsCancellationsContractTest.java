package io.osapi.adapters.nats;

import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.CancellationsContract;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Cancellations;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.worker.Labels;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class NatsCancellationsContractTest implements CancellationsContract {
  private static TestSystem system;
  private TestSystem late;

  @BeforeAll
  static void start() {
    system = new TestSystem().awaitReady();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @AfterEach
  void closeLate() {
    if (late != null) {
      late.close();
    }
  }

  @Override
  public Cancellations cancellations() {
    return system.worker.cancellations();
  }

  @Override
  public Cancellations ofWorkerThatConnectsNowAndIsGiven(Job... jobs) {
    List.of(jobs).forEach(system.api.dispatch()::announce);
    late = new TestSystem(TestNats.url(), system.layout).awaitReady();
    var taken = new CountDownLatch(jobs.length);
    late.open(
        Samples.worker(Samples.newHost(), Labels.NONE, jobs.length), (_, _) -> taken.countDown());
    await().atMost(AT_MOST).until(() -> taken.getCount() == 0);
    return late.worker.cancellations();
  }

  @Override
  public JobStore store() {
    return system.api.store();
  }
}
