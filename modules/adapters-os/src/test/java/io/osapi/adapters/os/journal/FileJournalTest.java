package io.osapi.adapters.os.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.port.Journal;
import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the file is good for beyond the contract: its bounds, its owner, what a sync is shared by.
 */
class FileJournalTest {
  private static final Duration KEEP = Duration.ofDays(1);

  @TempDir private Path parent;
  private final MovableClock clock = new MovableClock();
  private Optional<FileJournal> open = Optional.empty();

  @AfterEach
  void close() {
    open.ifPresent(FileJournal::close);
    open = Optional.empty();
  }

  @Test
  void what_it_makes_is_for_this_user_only() throws IOException {
    finish(journal(), Samples.newId());

    assertThat(permissions(dir())).isEqualTo("rwx------");
    try (var files = Files.list(dir())) {
      assertThat(files).isNotEmpty().allMatch(file -> permissions(file).equals("rw-------"));
    }
  }

  @Test
  void a_second_worker_is_told_that_the_directory_is_in_use_and_the_first_keeps_it() {
    var journal = journal();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> FileJournal.open(dir(), KEEP, clock))
          .isInstanceOf(FileJournal.OpenException.class)
          .hasMessageContaining(dir().toString())
          .hasMessageContaining("another worker uses it")
          .hasMessageContaining("job.worker.state_dir");
    }

    assertThat(journal.begin(Samples.newId(), clock.instant())).isEmpty();
  }

  @Test
  void a_directory_that_cannot_be_made_is_named_with_the_reason() throws IOException {
    Files.writeString(dir(), "a file");

    assertThatThrownBy(this::journal)
        .isInstanceOf(FileJournal.OpenException.class)
        .hasMessageContaining(dir().toString());
  }

  @Test
  void a_file_of_another_kind_or_version_is_left_alone() throws IOException {
    finish(journal(), Samples.newId());
    close();
    var file = dir().resolve("journal");
    var bytes = Files.readAllBytes(file);
    bytes[JournalFile.PREAMBLE_BYTES - 1]++;
    Files.write(file, bytes);
    assertThatThrownBy(this::journal).hasMessageContaining("version 2");

    Files.writeString(file, "somebody's notes, which are long enough");
    assertThatThrownBy(this::journal).hasMessageContaining("not a journal of osapi");
    assertThat(file).hasContent("somebody's notes, which are long enough");
  }

  @Test
  void a_link_in_the_place_of_the_file_is_not_followed() throws IOException {
    var target = Files.createFile(parent.resolve("target"));
    Files.createDirectory(dir());
    Files.createSymbolicLink(dir().resolve("journal"), target);

    assertThatThrownBy(this::journal).isInstanceOf(FileJournal.OpenException.class);
    assertThat(target).isEmptyFile();
  }

  @Test
  @Timeout(20)
  void a_pipe_in_the_place_of_the_file_is_refused_and_not_waited_for() throws Exception {
    Files.createDirectory(dir());
    var pipe = new ProcessBuilder("mkfifo", dir().resolve("journal").toString()).start();
    assertThat(pipe.waitFor()).isZero();

    assertThatThrownBy(this::journal).isInstanceOf(FileJournal.OpenException.class);
  }

  @Test
  void what_nobody_delivers_any_more_is_forgotten_but_not_because_of_a_clock_a_day_wrong() {
    var begun = Samples.newId();
    var finished = Samples.newId();
    journal().begin(begun, clock.instant());
    finish(journal(), finished);
    clock.advance(KEEP.plus(Duration.ofHours(23)));
    finish(journal(), Samples.newId());
    assertThat(journal().find(begun)).isInstanceOf(Journal.Begun.class);
    assertThat(journal().find(finished)).isInstanceOf(Journal.Finished.class);

    clock.advance(Duration.ofHours(2));
    finish(journal(), Samples.newId());
    assertThat(journal().find(begun)).isEqualTo(new Journal.Unknown());
    assertThat(journal().find(finished)).isEqualTo(new Journal.Unknown());
  }

  @Test
  void beyond_its_bound_it_forgets_the_oldest_answers_and_never_what_has_no_end() {
    var journal = FileJournal.open(dir(), KEEP, clock, new Index(10, Long.MAX_VALUE));
    open = Optional.of(journal);
    var begun = Samples.newId();
    journal.begin(begun, clock.instant());
    var ids = Stream.generate(Samples::newId).limit(50).toList();
    ids.forEach(id -> finish(journal, id));

    assertThat(ids)
        .filteredOn(id -> journal.find(id) instanceof Journal.Finished)
        .isEqualTo(ids.subList(41, 50));
    assertThat(journal.find(begun)).isInstanceOf(Journal.Begun.class);
  }

  @Test
  void the_file_stays_small_and_loses_nothing_that_is_alive_when_it_is_rewritten()
      throws IOException {
    long maxBytes = 300_000;
    var journal = FileJournal.open(dir(), KEEP, clock, new Index(1_000, maxBytes));
    open = Optional.of(journal);
    var begun = Samples.newId();
    journal.begin(begun, clock.instant());
    var last = Samples.newId();
    for (int i = 0; i < 100; i++) {
      last = Samples.newId();
      finish(journal, last, large());
      assertThat(Files.size(dir().resolve("journal")))
          .isLessThan(Committer.MIN_COMPACTION_BYTES + 2 * maxBytes);
    }
    close();

    assertThat(journal().find(begun)).isInstanceOf(Journal.Begun.class);
    assertThat(journal().find(last)).isInstanceOf(Journal.Finished.class);
    assertThat(dir().resolve("journal.next")).doesNotExist();
  }

  @Test
  void a_file_that_cannot_be_rewritten_goes_on_and_is_rewritten_when_it_can_be()
      throws IOException {
    var journal = FileJournal.open(dir(), KEEP, clock, new Index(1, Long.MAX_VALUE));
    open = Optional.of(journal);
    var obstacle = Files.createDirectory(dir().resolve("journal.next"));
    for (int i = 0; i < 30; i++) {
      finish(journal, Samples.newId(), large());
    }
    assertThat(Files.size(dir().resolve("journal"))).isGreaterThan(3_000_000);

    Files.delete(obstacle);
    for (int i = 0; i < 30; i++) {
      finish(journal, Samples.newId(), large());
    }
    assertThat(Files.size(dir().resolve("journal"))).isLessThan(2_000_000);
  }

  @Test
  void a_hundred_thousand_jobs_open_within_seconds_and_shrink_to_what_is_alive() throws Exception {
    var ids = Stream.generate(Samples::newId).limit(FileJournal.MAX_ENTRIES).toList();
    var writing = journal();
    inThreads(256, ids, id -> finish(writing, id));
    long bytes = Files.size(dir().resolve("journal"));
    close();

    long begun = System.nanoTime();
    var journal = journal();
    var took = Duration.ofNanos(System.nanoTime() - begun);
    System.getLogger(FileJournalTest.class.getName())
        .log(System.Logger.Level.INFO, "{0} jobs, {1} bytes: open in {2}", ids.size(), bytes, took);
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    assertThat(ids).allMatch(id -> journal.find(id) instanceof Journal.Finished);

    clock.advance(KEEP.plusDays(2));
    finish(journal, Samples.newId());
    // The next request is served when the file has been rewritten.
    finish(journal, Samples.newId());
    assertThat(Files.size(dir().resolve("journal"))).isLessThan(1_000);
  }

  @Test
  void jobs_that_begin_and_end_at_the_same_time_share_syncs() throws Exception {
    int threads = 32;
    int jobsPerThread = 50;
    var ids = Stream.generate(Samples::newId).limit(threads * jobsPerThread).toList();
    var journal = journal();
    inThreads(threads, ids, id -> finish(journal, id));

    assertThat(journal.commits()).isLessThan(2L * ids.size() / 4);
    assertThat(ids).allMatch(id -> journal.find(id) instanceof Journal.Finished);
  }

  @Test
  void what_only_reads_costs_no_sync_and_is_remembered_within_bounds() {
    var ids = Stream.generate(Samples::newId).limit(Recent.MAX_ENTRIES + 10).toList();
    ids.forEach(id -> journal().finish(id, finished(new Answer.Skipped("x"))));

    assertThat(journal().commits()).isZero();
    assertThat(ids)
        .filteredOn(id -> journal().find(id) instanceof Journal.Finished)
        .isEqualTo(ids.subList(10, ids.size()));

    var large = Stream.generate(Samples::newId).limit(200).toList();
    large.forEach(id -> journal().finish(id, finished(new Answer.Skipped("x".repeat(256 << 10)))));
    assertThat(large)
        .filteredOn(id -> journal().find(id) instanceof Journal.Finished)
        .hasSize((int) (Recent.MAX_BYTES / (256 << 10)) - 1);
  }

  @Test
  void a_journal_that_is_closed_begins_nothing_and_still_takes_ends() {
    var journal = journal();
    var id = Samples.newId();
    journal.begin(id, clock.instant());
    journal.close();

    assertThat(journal.begin(Samples.newId(), clock.instant())).contains("the worker ends");
    finishOnly(journal, id);
    assertThat(journal.find(id)).isInstanceOf(Journal.Finished.class);
  }

  private interface Action {
    void on(JobId id);
  }

  /** Each thread has its share of the ids, and all start together. */
  private static void inThreads(int threads, List<JobId> ids, Action action) throws Exception {
    var start = new CyclicBarrier(threads);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          IntStream.range(0, threads)
              .<Callable<Void>>mapToObj(number ->
                  () -> {
                    start.await();
                    for (int i = number; i < ids.size(); i += threads) {
                      action.on(ids.get(i));
                    }
                    return null;
                  })
              .toList();
      for (var task : executor.invokeAll((Collection<Callable<Void>>) tasks)) {
        task.get();
      }
    }
  }

  private void finish(FileJournal journal, JobId id) {
    finish(journal, id, new Answer.Completed(Optional.of(true), text("done")));
  }

  private void finish(FileJournal journal, JobId id, Answer answer) {
    assertThat(journal.begin(id, clock.instant())).isEmpty();
    journal.finish(id, finished(answer));
  }

  private void finishOnly(FileJournal journal, JobId id) {
    journal.finish(id, finished(new Answer.Skipped("late")));
  }

  private Journal.Finished finished(Answer answer) {
    return new Journal.Finished(clock.instant(), new Execution(answer, Duration.ofMillis(5)));
  }

  private static Answer large() {
    return new Answer.Completed(Optional.of(true), text("x".repeat(100_000)));
  }

  private static Map<String, Object> text(String value) {
    return Map.of("stdout", value, "exit_code", 0);
  }

  private FileJournal journal() {
    if (open.isEmpty()) {
      open = Optional.of(FileJournal.open(dir(), KEEP, clock));
    }
    return open.get();
  }

  private Path dir() {
    return parent.resolve("state");
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
