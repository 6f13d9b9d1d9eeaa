package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.contract.Samples;
import io.osapi.domain.job.JobId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LateNewsTest {
  private final ConcurrentLinkedQueue<List<JobId>> read = new ConcurrentLinkedQueue<>();

  @Test
  void a_job_that_is_named_often_is_read_once() throws Exception {
    var gate = new CountDownLatch(1);
    var reading = new CountDownLatch(1);
    var late =
        new LateNews(ids -> {
          reading.countDown();
          return awaited(gate) && read.add(ids);
        });
    var first = Samples.newId();
    var second = Samples.newId();
    late.add(first);
    reading.await();
    for (int i = 0; i < 1_000; i++) {
      late.add(second);
    }
    gate.countDown();

    await().until(() -> read.stream().mapToInt(List::size).sum() >= 2);
    assertThat(read.stream().flatMap(List::stream)).containsExactly(first, second);
  }

  @Test
  void what_could_not_be_read_is_read_later() throws Exception {
    var reachable = new AtomicBoolean();
    var tried = new CountDownLatch(1);
    var late =
        new LateNews(ids -> {
          tried.countDown();
          return reachable.get() && read.add(ids);
        });
    var id = Samples.newId();
    late.add(id);
    tried.await();
    reachable.set(true);

    await()
        .until(() -> {
          late.readAgain();
          return read.contains(List.of(id));
        });
  }

  @Test
  void while_they_are_read_no_more_than_the_bound_wait() throws Exception {
    var gate = new CountDownLatch(1);
    var reading = new CountDownLatch(1);
    var late =
        new LateNews(ids -> {
          reading.countDown();
          return awaited(gate) && read.add(ids);
        });
    late.add(Samples.newId());
    reading.await();
    for (int i = 0; i < LateNews.MAX_WAITING; i++) {
      late.add(Samples.newId());
    }
    var oneMore =
        CompletableFuture.runAsync(() -> add(late, Samples.newId()), Thread::startVirtualThread);

    await().during(java.time.Duration.ofMillis(200)).until(() -> !oneMore.isDone());
    gate.countDown();
    oneMore.join();
    await().until(() -> read.stream().mapToInt(List::size).sum() == LateNews.MAX_WAITING + 2);
  }

  private static void add(LateNews late, JobId id) {
    try {
      late.add(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean awaited(CountDownLatch gate) {
    try {
      gate.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
