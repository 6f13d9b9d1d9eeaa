package io.osapi.adapters.os.journal;

import io.osapi.application.port.Journal.Finished;
import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.JobId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is in a frame: what happened, to which job, when; then, of a job that is finished, its
 * answer. Their length is bounded by that of answers.
 */
final class Records {
  private static final int BEGUN = 'B';
  private static final int FINISHED = 'F';

  private static final int COMPLETED = 'c';
  private static final int FAILED = 'f';
  private static final int SKIPPED = 's';
  private static final int TIMED_OUT = 't';

  private static final int UNCHANGED = 0;
  private static final int CHANGED = 1;
  private static final int ONLY_READ = 2;

  /** What the index needs of a record: all but the answer. */
  record Head(JobId id, Instant at, boolean isFinished) {}

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private Records() {}

  static byte[] begun(JobId id, Instant at) {
    return bytes(out -> writeHead(out, new Head(id, at, false)));
  }

  static byte[] finished(JobId id, Finished finished) {
    return bytes(out -> {
      writeHead(out, new Head(id, finished.at(), true));
      var took = finished.execution().took();
      out.writeLong(took.getSeconds());
      out.writeInt(took.getNano());
      writeAnswer(out, finished.execution().answer());
    });
  }

  /**
   * @throws IOException if it is no record
   */
  static Head head(byte[] record) throws IOException {
    return readHead(in(record));
  }

  /**
   * @throws IOException if it is no record of a job that is finished
   */
  static Finished finished(byte[] record) throws IOException {
    var in = in(record);
    var head = readHead(in);
    if (!head.isFinished()) {
      throw new IOException("job " + head.id() + " is not finished");
    }
    var took = Duration.ofSeconds(in.readLong(), in.readInt());
    return new Finished(head.at(), new Execution(readAnswer(in), took));
  }

  private static void writeHead(DataOutputStream out, Head head) throws IOException {
    out.writeByte(head.isFinished() ? FINISHED : BEGUN);
    var id = UUID.fromString(head.id().value());
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
    out.writeLong(head.at().getEpochSecond());
    out.writeInt(head.at().getNano());
  }

  private static Head readHead(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind != BEGUN && kind != FINISHED) {
      throw new IOException("no kind of record: " + kind);
    }
    var id = new UUID(in.readLong(), in.readLong()).toString();
    return new Head(
        JobId.parse(id).orElseThrow(() -> new IOException("no job id: " + id)),
        Instant.ofEpochSecond(in.readLong(), in.readInt()),
        kind == FINISHED);
  }

  private static void writeAnswer(DataOutputStream out, Answer answer) throws IOException {
    switch (answer) {
      case Answer.Completed(var changed, var data) -> {
        out.writeByte(COMPLETED);
        out.writeByte(changed.map(it -> it ? CHANGED : UNCHANGED).orElse(ONLY_READ));
        PlainValues.writeMembers(out, data);
      }
      case Answer.Failed(var fault) -> {
        out.writeByte(FAILED);
        writeFault(out, fault);
      }
      case Answer.TimedOut(var fault) -> {
        out.writeByte(TIMED_OUT);
        writeFault(out, fault);
      }
      case Answer.Skipped(var reason) -> {
        out.writeByte(SKIPPED);
        PlainValues.writeText(out, reason);
      }
    }
  }

  private static Answer readAnswer(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case COMPLETED -> {
        int changed = in.readUnsignedByte();
        yield new Answer.Completed(
            changed == ONLY_READ ? Optional.empty() : Optional.of(changed == CHANGED),
            PlainValues.readMembers(in));
      }
      case FAILED -> new Answer.Failed(readFault(in));
      case TIMED_OUT -> new Answer.TimedOut(readFault(in));
      case SKIPPED -> new Answer.Skipped(PlainValues.readText(in));
      default -> throw new IOException("no kind of answer: " + kind);
    };
  }

  private static void writeFault(DataOutputStream out, Fault fault) throws IOException {
    PlainValues.writeText(out, fault.code());
    PlainValues.writeText(out, fault.message());
  }

  private static Fault readFault(DataInputStream in) throws IOException {
    return new Fault(PlainValues.readText(in), PlainValues.readText(in));
  }

  private static DataInputStream in(byte[] record) {
    return new DataInputStream(new ByteArrayInputStream(record));
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory refuses to be written", e);
    }
    return bytes.toByteArray();
  }
}
