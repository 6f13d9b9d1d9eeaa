package io.osapi.adapters.nats;

import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.CancellationsContract;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Cancellations;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.Labels;
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

  /** It has taken a job when this returns, so it had to know by then. */
  @Override
  public Cancellations ofWorkerThatConnectsNow() {
    late = new TestSystem(TestNats.url(), system.layout).awaitReady();
    var worker = Samples.worker(Samples.newHost(), Labels.NONE, 1);
    var taken = new CountDownLatch(1);
    late.open(worker, (_, _) -> taken.countDown());
    await()
        .atMost(AT_MOST)
        .until(() -> {
          system
              .api
              .dispatch()
              .announce(Samples.job(new Target.Host(worker.host()), worker.host()));
          return taken.getCount() == 0;
        });
    return late.worker.cancellations();
  }

  @Override
  public JobStore store() {
    return system.api.store();
  }
}
