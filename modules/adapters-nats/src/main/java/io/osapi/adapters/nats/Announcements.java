package io.osapi.adapters.nats;

import io.osapi.adapters.nats.Json.Unreadable;
import io.osapi.domain.job.Job;
import io.osapi.domain.worker.HostName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A job on its way to its workers: all of it, so that none of them needs to read it.
 *
 * <p>A broadcast names every worker that must answer and goes to each of them: sent plainly, its
 * cost would grow with the square of the fleet. So the names are one text, in which a worker looks
 * for its own, and what is long is sent deflated (RFC 1950): some 2 to 5 bytes a worker.
 */
record Announcements(Codec codec) {
  private static final String WORKERS = "workers";
  private static final String SEPARATOR = " ";

  /** Below this many bytes there is little to gain. */
  private static final int DEFLATE_FROM = 2_048;

  /** The largest input and 100,000 workers' names take less; more is no announcement. */
  private static final int MAX_BYTES = 8 << 20;

  /** The first byte of deflated data; JSON begins with a brace. */
  private static final byte DEFLATED = 0x78;

  byte[] write(Job job) {
    var members = codec.members(job);
    members.put(
        WORKERS,
        job.expected().stream()
            .map(HostName::value)
            .collect(Collectors.joining(SEPARATOR, SEPARATOR, SEPARATOR)));
    var plain = Json.write(members);
    return plain.length < DEFLATE_FROM ? plain : deflated(plain);
  }

  /**
   * The job as it is for {@code me}: of the expected workers, this one. Empty where it is not for
   * this one, such as a broadcast from before it joined.
   *
   * @throws Unreadable if it is no announcement
   */
  Optional<Job> read(byte[] bytes, HostName me) {
    return Members.reading(
        "job",
        () -> {
          var in = Members.of(bytes.length > 0 && bytes[0] == DEFLATED ? inflated(bytes) : bytes);
          var workers = in.text(WORKERS);
          if (workers.isBlank()) {
            return Optional.of(codec.job(in, List.of()));
          }
          return workers.contains(SEPARATOR + me.value() + SEPARATOR)
              ? Optional.of(codec.job(in, List.of(me)))
              : Optional.empty();
        });
  }

  private static byte[] deflated(byte[] plain) {
    var deflated = new ByteArrayOutputStream();
    try (var deflating = new DeflaterOutputStream(deflated)) {
      deflating.write(plain);
    } catch (IOException impossible) {
      // Nothing but memory is written to.
      throw new UncheckedIOException(impossible);
    }
    return deflated.toByteArray();
  }

  private static byte[] inflated(byte[] deflated) {
    try (var inflating = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      var plain = inflating.readNBytes(MAX_BYTES + 1);
      if (plain.length > MAX_BYTES) {
        throw new Unreadable("inflates to more than " + MAX_BYTES + " bytes", null);
      }
      return plain;
    } catch (IOException broken) {
      throw new Unreadable("cannot be inflated", broken);
    }
  }
}
