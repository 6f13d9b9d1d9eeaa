package io.osapi.chaos;

import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Family;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.OperationName;
import io.osapi.domain.shape.About;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations whose effect can be counted afterwards: each run of a mark appends its line to a file
 * of its host.
 *
 * @param file of this host
 */
record Effects(Path file) implements OperationRunner {
  private static final Family FAMILY = new Family("chaos", "Effects that can be counted");

  public record Mark(@About("Unique for each job") String key) {}

  public record Done(@About("Always true") boolean done) {}

  static final Operation<NoInput, Done> LOOK =
      FAMILY.query("look.get", "Read nothing", NoInput.class, Done.class);

  static final Operation<Mark, Done> MARK =
      FAMILY.modify("mark.update", "Append a line", Mark.class, Done.class);

  static final Catalogue CATALOGUE = Catalogue.of(FAMILY.of(LOOK, MARK));

  @Override
  public List<OperationName> capabilities() {
    return List.of(LOOK.name(), MARK.name());
  }

  @Override
  public Execution run(
      Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
    long begun = System.nanoTime();
    return new Execution(answer(invocation), Duration.ofNanos(System.nanoTime() - begun));
  }

  private Answer answer(Invocation<?, ?> invocation) {
    if (invocation.input() instanceof Mark mark) {
      try {
        append(mark);
      } catch (IOException e) {
        return new Answer.Failed(new Fault("not-written", String.valueOf(e.getMessage())));
      }
    }
    return new Answer.Completed(Optional.empty(), Map.of("done", true));
  }

  /** On disk when it returns: a kill afterwards leaves the effect, and no answer. */
  private void append(Mark mark) throws IOException {
    Files.writeString(
        file,
        mark.key() + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.SYNC);
  }
}
