package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Change;
import io.osapi.domain.operation.Family;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.About;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostOperationsTest {
  /** Public, as Shape needs it. */
  public record Said(@About("what was said") String word) {}

  public record Set(@About("whether it is another one now") boolean changed) implements Change {}

  private static final Family TEST = new Family("test", "For this test");
  private static final Operation<NoInput, Said> SAY =
      TEST.query("word.get", "Say a word", NoInput.class, Said.class);
  private static final Operation<NoInput, Set> SET =
      TEST.modify("word.update", "Set a word", NoInput.class, Set.class);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Semaphore stubborn = new Semaphore(0);

  @AfterEach
  void release() {
    stubborn.release(1_000);
  }

  @Test
  void what_a_handler_returns_is_the_data() {
    assertThat(answer(_ -> new Said("hello"), LONG))
        .isEqualTo(new Answer.Completed(Optional.empty(), Map.of("word", "hello")));
  }

  @Test
  void an_output_that_knows_whether_it_changed_the_host_says_so() {
    var handlers = new Handlers().on(SET, _ -> new Set(true));

    assertThat(answer(handlers, SET, LONG))
        .isEqualTo(new Answer.Completed(Optional.of(true), Map.of("changed", true)));
  }

  @Test
  void a_long_handler_says_how_far_it_is() {
    var heard = new ArrayList<String>();
    var handlers =
        new Handlers()
            .onLong(
                SAY,
                (_, progress) -> {
                  progress.say("half way");
                  return new Said("done");
                });
    new HostOperations(handlers, LONG)
        .run(new Invocation<>(SAY, new NoInput()), LONG, OperationRunner.Stop.NEVER, heard::add);

    assertThat(heard).containsExactly("half way");
  }

  @Test
  void a_handler_that_the_host_gives_no_way_is_skipped() {
    assertThat(
            answer(
                _ -> {
                  throw new NotSupported("no systemd here");
                },
                LONG))
        .isEqualTo(new Answer.Skipped("no systemd here"));
  }

  @Test
  void an_operation_without_a_handler_is_skipped() {
    assertThat(answer(new Handlers(), SAY, LONG))
        .isEqualTo(new Answer.Skipped("this worker has no handler for test.word.get"));
  }

  @Test
  void an_expected_failure_is_told_as_it_is() {
    assertThat(
            answer(
                _ -> {
                  throw new OperationFailure("name-unresolved", "no such name");
                },
                LONG))
        .isEqualTo(new Answer.Failed(new Fault("name-unresolved", "no such name")));
  }

  @Test
  void a_problem_keeps_its_code() {
    assertThat(
            answer(
                _ -> {
                  throw ProblemException.invalid(Violation.required("/word"));
                },
                LONG))
        .isEqualTo(
            new Answer.Failed(
                new Fault("invalid-input", "The request has invalid input: /word is required")));
  }

  @Test
  void a_failure_of_input_or_output_names_the_file() {
    assertThat(
            answer(
                _ -> {
                  throw new NoSuchFileException("/etc/nothing");
                },
                LONG))
        .isEqualTo(new Answer.Failed(new Fault("io-failed", "/etc/nothing: it does not exist")));
  }

  @Test
  void a_bug_is_told_without_its_details() {
    assertThat(
            answer(
                _ -> {
                  throw new IllegalStateException("secret detail");
                },
                LONG))
        .isEqualTo(
            new Answer.Failed(
                new Fault(
                    "internal", "something failed on our side; the worker's log has the details")));
  }

  @Test
  void an_error_of_the_machine_is_a_bug_like_any_other() {
    assertThat(
            answer(
                _ -> {
                  throw new NoClassDefFoundError("left out of the image");
                },
                LONG))
        .isInstanceOfSatisfying(
            Answer.Failed.class, failed -> assertThat(failed.fault().code()).isEqualTo("internal"));
  }

  @Test
  void a_handler_is_interrupted_at_its_timeout() {
    assertThat(answer(_ -> hang(), Duration.ofMillis(50)))
        .isEqualTo(
            new Answer.TimedOut(new Fault("timed-out", "stopped after its timeout of 0.05 s")));
  }

  @Test
  void what_fails_while_it_is_stopped_is_told_too() {
    assertThat(
            answer(
                _ -> {
                  try {
                    return hang();
                  } catch (InterruptedException e) {
                    throw new OperationFailure("restore-failed", "/etc/x was not put back");
                  }
                },
                Duration.ofMillis(50)))
        .isEqualTo(
            new Answer.TimedOut(
                new Fault(
                    "timed-out", "stopped after its timeout of 0.05 s; /etc/x was not put back")));
  }

  @Test
  void a_change_that_was_made_in_spite_of_the_timeout_is_told() {
    var handlers =
        new Handlers()
            .on(
                SET,
                _ -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException tooLate) {
                    // The change cannot be stopped half-way, so it goes through.
                  }
                  return new Set(true);
                });

    assertThat(answer(handlers, SET, SHORT))
        .isEqualTo(new Answer.Completed(Optional.of(true), Map.of("changed", true)));
  }

  @Test
  void a_handler_that_ignores_its_interrupt_is_left_behind() {
    assertThat(answer(_ -> ignoreInterrupts(), SHORT)).isInstanceOf(Answer.TimedOut.class);
  }

  @Test
  void a_host_with_too_many_left_behind_takes_no_more_until_they_end() {
    var host = new HostOperations(new Handlers().on(SAY, _ -> ignoreInterrupts()), SHORT);
    for (int i = 0; i < HostOperations.MAX_ABANDONED; i++) {
      assertThat(run(host, SAY, SHORT)).isInstanceOf(Answer.TimedOut.class);
    }

    assertThat(run(host, SAY, SHORT))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.fault().code()).isEqualTo("worker-exhausted"));

    stubborn.release(1_000);
    await().until(() -> run(host, SAY, LONG) instanceof Answer.Completed);
  }

  @Test
  void an_interrupt_of_the_caller_stops_the_handler_and_stays_set() throws Exception {
    var handlerRuns = new CountDownLatch(1);
    var answer = new AtomicReference<Answer>();
    var interruptIsSet = new AtomicReference<Boolean>();
    var handlers =
        new Handlers()
            .on(
                SAY,
                _ -> {
                  handlerRuns.countDown();
                  return hang();
                });
    var caller =
        Thread.ofVirtual()
            .start(() -> {
              answer.set(answer(handlers, SAY, LONG));
              interruptIsSet.set(Thread.currentThread().isInterrupted());
            });

    handlerRuns.await();
    caller.interrupt();
    caller.join();

    assertThat(answer.get())
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> assertThat(failed.fault().code()).isEqualTo("interrupted"));
    assertThat(interruptIsSet.get()).isTrue();
  }

  @Test
  void the_time_it_took_is_measured() {
    var execution =
        new HostOperations(new Handlers().on(SAY, _ -> hang()), SHORT)
            .run(new Invocation<>(SAY, new NoInput()), Duration.ofMillis(50));

    assertThat(execution.took()).isBetween(Duration.ofMillis(50), Duration.ofSeconds(20));
  }

  @Test
  void capabilities_are_the_operations_with_a_handler_in_name_order() {
    var handlers = new Handlers().on(SET, _ -> new Set(true)).on(SAY, _ -> new Said(""));

    assertThat(new HostOperations(handlers, SHORT).capabilities())
        .containsExactly(SAY.name(), SET.name());
  }

  private Answer answer(Handlers.Handler<NoInput, Said> handler, Duration timeout) {
    return answer(new Handlers().on(SAY, handler), SAY, timeout);
  }

  private <O extends Record> Answer answer(
      Handlers handlers, Operation<NoInput, O> operation, Duration timeout) {
    return run(new HostOperations(handlers, Duration.ofSeconds(1)), operation, timeout);
  }

  private static <O extends Record> Answer run(
      HostOperations host, Operation<NoInput, O> operation, Duration timeout) {
    return host.run(new Invocation<>(operation, new NoInput()), timeout).answer();
  }

  private static Said hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return new Said("never");
  }

  private Said ignoreInterrupts() {
    stubborn.acquireUninterruptibly();
    return new Said("at last");
  }
}
