package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MemorySystem;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A system with live workers that do nothing by themselves: a test says what they answer. */
final class JobScenario implements AutoCloseable {
  static final HostName A = new HostName("a");
  static final HostName B = new HostName("b");
  static final Duration TIMEOUT = Duration.ofSeconds(40);
  static final Duration EXPIRES_IN = Duration.ofMinutes(10);
  static final Principal SOMEBODY = new Principal("somebody", Set.of(Role.WRITE));
  static final Principal ANOTHER = new Principal("another", Set.of(Role.WRITE));

  final MovableClock clock = new MovableClock();
  final MemorySystem system = new MemorySystem(clock);

  JobScenario(HostName... live) {
    List.of(live).forEach(this::beat);
  }

  void beat(HostName host) {
    var worker = system.worker(host.value(), Labels.NONE, new MemoryRunner());
    system.fleet.send(new Heartbeat(worker, Heartbeat.State.READY, 0));
  }

  static SubmitJob.Request request(Target target, Principal by) {
    return new SubmitJob.Request(
        new Invocation<>(Samples.LOOK_GET, new NoInput()),
        target,
        Optional.of(TIMEOUT),
        Optional.of(EXPIRES_IN),
        by);
  }

  Job submit(Target target) {
    return system.submitJob.submit(request(target, SOMEBODY));
  }

  void started(Job job, HostName host) {
    system.jobs.append(job.id(), Samples.started(host));
  }

  void completed(Job job, HostName host) {
    system.jobs.append(job.id(), Samples.completed(host));
  }

  void failed(Job job, HostName host) {
    var answer = new Answer.Failed(new Fault("command-failed", "exit 3"));
    system.jobs.append(job.id(), Samples.answered(host, answer));
  }

  JobRecord found(JobId id) {
    return system.getJob.get(id);
  }

  JobStatus status(Job job) {
    return found(job.id()).status(clock.instant());
  }

  WorkerStatus outcome(Job job, HostName host) {
    return found(job.id()).timeline().outcomes(job, clock.instant()).get(host).status();
  }

  List<TimelineEvent> events(Job job) {
    return found(job.id()).timeline().events();
  }

  static void assertRefused(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
  }

  @Override
  public void close() {
    system.close();
  }
}
