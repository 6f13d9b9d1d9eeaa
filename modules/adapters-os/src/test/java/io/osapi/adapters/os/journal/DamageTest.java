package io.osapi.adapters.os.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.port.Journal;
import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal still knows when a power cut or a disk has damaged its file. */
class DamageTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir private Path dir;
  private final JobId before = Samples.newId();
  private final JobId last = Samples.newId();
  private final JobId after = Samples.newId();
  private int endOfWhole;

  @Test
  void a_last_record_torn_anywhere_is_cut_off_and_the_journal_goes_on() throws IOException {
    var whole = writtenBeforeAndLast();
    int lastBytes = lastFrameBytes();
    for (int kept = 0; kept < lastBytes; kept++) {
      expectLastCutOff(Arrays.copyOf(whole, whole.length - lastBytes + kept), kept);
    }
  }

  @Test
  void a_last_record_of_which_only_the_length_or_a_part_reached_the_disk_is_cut_off()
      throws IOException {
    var whole = writtenBeforeAndLast();
    int lastBytes = lastFrameBytes();
    for (int kept = 0; kept < lastBytes; kept++) {
      var zeros = whole.clone();
      Arrays.fill(zeros, whole.length - lastBytes + kept, whole.length, (byte) 0);
      // Where the record itself ends with zeros, it is whole.
      if (!Arrays.equals(zeros, whole)) {
        expectLastCutOff(zeros, kept);
      }
    }
  }

  @Test
  void a_damaged_record_costs_only_what_it_said() throws IOException {
    var whole = writtenBeforeAndLast();
    for (int at = JournalFile.PREAMBLE_BYTES + Integer.BYTES; at < endOfFirst(); at++) {
      var damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file(), damaged);
      var index = index();
      try (var opened = read(index)) {
        // The beginning is lost, the end is not.
        assertThat(isFinished(index, before)).as("byte " + at).contains(true);
        assertThat(isFinished(index, last)).as("byte " + at).contains(false);
        assertThat(opened.lostBytes()).as("byte " + at).isEqualTo(lastFrameBytes());
        assertThat(opened.tornBytes()).isZero();
      }
    }
  }

  @Test
  void a_damaged_length_costs_what_is_behind_it_and_the_journal_goes_on() throws IOException {
    var whole = writtenBeforeAndLast();
    whole[JournalFile.PREAMBLE_BYTES]++;
    Files.write(file(), whole);
    try (var journal = open()) {
      assertThat(journal.find(before)).isEqualTo(new Journal.Unknown());
      assertThat(journal.begin(before, NOW)).isEmpty();
    }
    try (var journal = open()) {
      assertThat(journal.find(before)).isInstanceOf(Journal.Begun.class);
    }
  }

  @Test
  void a_file_that_was_only_just_made_is_begun_anew() throws IOException {
    for (int kept = 0; kept < JournalFile.PREAMBLE_BYTES; kept++) {
      Files.write(file(), new byte[kept]);
      try (var journal = open()) {
        assertThat(journal.begin(after, NOW)).isEmpty();
      }
      try (var journal = open()) {
        assertThat(journal.find(after)).isInstanceOf(Journal.Begun.class);
      }
    }
  }

  @Test
  void an_answer_that_the_disk_spoils_while_the_worker_runs_is_no_licence_to_run_again()
      throws IOException {
    try (var journal = open()) {
      finish(journal, before);
      var bytes = Files.readAllBytes(file());
      bytes[bytes.length - 1]++;
      Files.write(file(), bytes);

      assertThat(journal.find(before)).isEqualTo(new Journal.Begun(NOW));
    }
  }

  private void expectLastCutOff(byte[] bytes, int kept) throws IOException {
    Files.write(file(), bytes);
    var index = index();
    try (var opened = read(index)) {
      assertThat(isFinished(index, before)).as(kept + " kept").contains(true);
      assertThat(isFinished(index, last)).as(kept + " kept").isEmpty();
      assertThat(opened.tornBytes()).isEqualTo(bytes.length - endOfWhole);
      assertThat(opened.lostBytes()).isZero();
      opened.append(List.of(Records.begun(after, NOW)));
    }
    var indexAfter = index();
    try (var opened = read(indexAfter)) {
      assertThat(isFinished(indexAfter, before)).as(kept + " kept").contains(true);
      assertThat(isFinished(indexAfter, after)).as(kept + " kept").contains(false);
      assertThat(opened.tornBytes()).isZero();
    }
  }

  private JournalFile read(Index index) throws IOException {
    return JournalFile.open(file(), (place, record) -> index.written(Records.head(record), place));
  }

  private static Index index() {
    return new Index(FileJournal.MAX_ENTRIES, FileJournal.MAX_BYTES);
  }

  private static Optional<Boolean> isFinished(Index index, JobId id) {
    return index.find(id).map(Index.Slot::isFinished);
  }

  private byte[] writtenBeforeAndLast() throws IOException {
    try (var journal = open()) {
      finish(journal, before);
      endOfWhole = (int) Files.size(file());
      assertThat(journal.begin(last, NOW)).isEmpty();
    }
    return Files.readAllBytes(file());
  }

  private int lastFrameBytes() {
    return JournalFile.HEADER_BYTES + Records.begun(last, NOW).length;
  }

  private int endOfFirst() {
    return JournalFile.PREAMBLE_BYTES
        + JournalFile.HEADER_BYTES
        + Records.begun(before, NOW).length;
  }

  private static void finish(FileJournal journal, JobId id) {
    assertThat(journal.begin(id, NOW)).isEmpty();
    var answer = new Answer.Completed(Optional.of(true), Map.of("stdout", "done"));
    journal.finish(id, new Journal.Finished(NOW, new Execution(answer, Duration.ofMillis(5))));
  }

  private FileJournal open() {
    return FileJournal.open(dir, Duration.ofDays(1), InstantSource.fixed(NOW));
  }

  private Path file() {
    return dir.resolve("journal");
  }
}
