package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryTracing.Ended;
import io.osapi.application.port.Tracing.Activity;
import io.osapi.application.port.Tracing.Kind;
import io.osapi.application.port.Tracing.Position;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job takes the trace of the request that it comes from to the worker that runs it. */
class JobTraceTest {
  private static final Position CALLER =
      new Position("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01", "rojo=1");
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestSystem system = new TestSystem().awaitReady();
  private final Worker worker = Samples.worker(Samples.newHost(), Labels.NONE, 2);
  private final List<WorkQueue.Intake> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(intake -> intake.drain(SOON));
    system.close();
  }

  @Test
  void what_a_worker_processes_is_below_what_the_request_published() {
    open((_, _) -> {});
    var job = inRequest(this::submit);

    var publish = ended("jobs publish", 1).getFirst();
    var process = ended("jobs process", 1).getFirst();
    assertThat(publish.kind()).isEqualTo(Kind.PRODUCER);
    assertThat(publish.position().traceId()).isEqualTo(CALLER.traceId());
    assertThat(publish.attributes())
        .containsEntry("messaging.system", "nats")
        .containsEntry("messaging.destination.name", prefix() + ".query.host.{host}")
        .containsEntry("messaging.message.id", job.id().value());
    assertThat(process.kind()).isEqualTo(Kind.CONSUMER);
    assertThat(process.parent()).contains(publish.position());
    assertThat(process.position().state()).isEqualTo("rojo=1");
    assertThat(process.fields())
        .containsEntry("job_id", job.id().value())
        .containsEntry("operation", "sample.look.get")
        .containsEntry("hostname", worker.host().value());
  }

  @Test
  void the_request_is_told_which_job_it_became() {
    var job = inRequest(this::submit);

    assertThat(ended("request", 1).getFirst().notes()).containsEntry("job_id", job.id().value());
  }

  @Test
  void every_delivery_of_a_job_is_in_its_trace() {
    var deliveries = new AtomicInteger();
    open((_, _) -> {
      if (deliveries.incrementAndGet() == 1) {
        throw new IllegalStateException("refused by the test");
      }
    });
    inRequest(this::submit);

    var both = ended("jobs process", 2);
    assertThat(both)
        .extracting(each -> each.position().traceId(), each -> each.error().isPresent())
        .containsExactly(tuple(CALLER.traceId(), true), tuple(CALLER.traceId(), false));
  }

  @Test
  void an_announcement_that_somebody_else_has_to_make_is_in_the_trace_of_the_request() {
    open((_, _) -> {});
    var job = Samples.job(new Target.Host(worker.host()), worker.host());
    inRequest(() -> {
      system.api.store().create(job);
      return job;
    });

    // As the caretaker does, after whoever stored it has ended.
    system.api.dispatch().announceAgain(job);

    assertThat(ended("jobs process", 1).getFirst().position().traceId())
        .isEqualTo(CALLER.traceId());
  }

  @Test
  void a_requeued_letter_goes_on_in_its_trace() {
    open((_, _) -> {
      throw new IllegalStateException("refused by the test");
    });
    inRequest(this::submit);
    ended("jobs process", TestSystem.MAX_DELIVER);
    await().atMost(SOON).until(() -> system.api.deadLetters().count() == 1);

    system.api.deadLetters().requeue(system.api.deadLetters().newest(1).getFirst().id());

    assertThat(ended("jobs process", TestSystem.MAX_DELIVER + 1))
        .allMatch(each -> each.position().traceId().equals(CALLER.traceId()));
  }

  private void open(WorkQueue.JobHandler handler) {
    open.add(system.open(worker, handler));
  }

  private Job submit() {
    var job = Samples.job(new Target.Host(worker.host()), worker.host());
    system.api.store().create(job);
    system.api.dispatch().announce(job);
    return job;
  }

  private Job inRequest(Supplier<Job> work) {
    var request = new Activity("request", Kind.SERVER, Optional.of(CALLER), Map.of(), Map.of());
    return system.tracing.call(request, _ -> work.get());
  }

  private List<Ended> ended(String name, int atLeast) {
    var full = name.replace("jobs", prefix());
    await().atMost(SOON).until(() -> of(full).size() >= atLeast);
    return of(full);
  }

  private List<Ended> of(String name) {
    return system.tracing.ended().stream().filter(each -> each.name().equals(name)).toList();
  }

  private String prefix() {
    return Subjects.below(system.layout.jobs().subjects()).prefix();
  }
}
