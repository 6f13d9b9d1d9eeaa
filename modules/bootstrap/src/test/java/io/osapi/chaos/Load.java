package io.osapi.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Submits jobs of all kinds to all API processes until it is closed, and remembers those that were
 * accepted. Who gets no answer asks the next process for the same once more, as callers with an
 * idempotency key may; and who got one looks whether the next process knows the job.
 */
final class Load implements AutoCloseable {
  private static final int CALLERS = 4;

  /** Between two requests of one caller: many jobs, on a machine that also runs the product. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Of so many accepted jobs, one is looked for in the other process. */
  private static final int LOOKS = 3;

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> refused = new ConcurrentSkipListMap<>();
  private final Queue<String> unseen = new ConcurrentLinkedQueue<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final AtomicInteger askedAgain = new AtomicInteger();
  private final AtomicInteger seenElsewhere = new AtomicInteger();
  private final List<Api> apis;
  private final List<String> hosts;
  private final CountDownLatch closed = new CountDownLatch(1);

  Load(List<Api> apis, List<String> hosts) {
    this.apis = apis;
    this.hosts = hosts;
  }

  /** Whether every host can be a target: before it was ever heard of, 404 is the right answer. */
  boolean knowsAllHosts() throws IOException, InterruptedException {
    for (var api : apis) {
      for (var host : hosts) {
        if (api.get("/workers/" + host).status() != 200) {
          return false;
        }
      }
    }
    return true;
  }

  void start(long seed) {
    for (int i = 0; i < CALLERS; i++) {
      var random = new Random(seed + i);
      callers.submit(() -> call(random));
    }
  }

  /** The ids of the jobs that were answered with 201. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** How often a request was not accepted, by reason. */
  Map<String, Integer> refused() {
    return Map.copyOf(refused);
  }

  /** Jobs that the other process did not know when the first had answered. */
  List<String> unseen() {
    return List.copyOf(unseen);
  }

  /** How often the other process was asked for a job straight after its 201, and knew it. */
  int seenElsewhere() {
    return seenElsewhere.get();
  }

  /** How often a job was submitted to the other process after the first had not answered. */
  int askedAgain() {
    return askedAgain.get();
  }

  @Override
  public void close() {
    closed.countDown();
    callers.shutdown();
    try {
      if (!callers.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("a caller hangs");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void call(Random random) {
    while (closed.getCount() > 0) {
      try {
        if (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          submit(random);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void submit(Random random) throws InterruptedException {
    int number = keys.incrementAndGet();
    var job = job(random, number);
    int first = random.nextInt(apis.size());
    var api = apis.get(first);
    var other = apis.get((first + 1) % apis.size());
    var id = accepted(api, job, number);
    if (id.isEmpty()) {
      askedAgain.incrementAndGet();
      accepted(other, job, number);
    } else if (random.nextInt(LOOKS) == 0) {
      lookElsewhere(other, id.get());
    }
  }

  private Map<String, Object> job(Random random, int number) {
    var target =
        List.of("_any", "_all", hosts.get(random.nextInt(hosts.size()))).get(random.nextInt(3));
    var operation =
        random.nextInt(3) == 0
            ? Map.of("type", Effects.LOOK.name().toString())
            : Map.of("type", Effects.MARK.name().toString(), "data", Map.of("key", "k" + number));
    return Map.of("operation", operation, "target", target);
  }

  /** The id under which it was accepted. */
  private Optional<String> accepted(Api api, Map<String, Object> job, int number)
      throws InterruptedException {
    try {
      var answer = api.submit(job, "load-" + number);
      // 200 for who asks again: somebody had made it already.
      if (answer.status() == 201 || answer.status() == 200) {
        var id = answer.text("job_id");
        accepted.add(id);
        return Optional.of(id);
      }
      refused.merge(reason(answer), 1, Integer::sum);
    } catch (IOException outage) {
      // Nobody said that it was accepted.
      refused.merge(outage.getClass().getSimpleName(), 1, Integer::sum);
    }
    return Optional.empty();
  }

  private void lookElsewhere(Api other, String id) throws InterruptedException {
    try {
      var answer = other.get("/jobs/" + id);
      if (answer.status() == 200) {
        seenElsewhere.incrementAndGet();
      } else if (answer.status() < 500) {
        unseen.add(id + ": " + reason(answer));
      }
    } catch (IOException outage) {
      // It is a victim, too: it can say nothing now.
      refused.merge("elsewhere " + outage.getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  /** With its words where it blames the caller, which is a finding. */
  private static String reason(Api.Answer answer) {
    var reason = answer.status() + " " + answer.text("code");
    return answer.status() < 500
        ? reason + ": " + answer.text("detail") + " at " + Instant.now()
        : reason;
  }
}
