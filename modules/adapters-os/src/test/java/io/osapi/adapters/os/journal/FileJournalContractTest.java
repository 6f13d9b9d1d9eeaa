package io.osapi.adapters.os.journal;

import io.osapi.application.contract.JournalContract;
import io.osapi.application.port.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest implements JournalContract {
  @TempDir private Path dir;
  private FileJournal journal;

  @BeforeEach
  void open() {
    journal = FileJournal.open(dir, Duration.ofDays(1), InstantSource.fixed(THEN));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  /** What a real crash leaves is tried with a real process; here it is what was promised. */
  @Override
  public Journal journalAfterCrash() {
    close();
    open();
    return journal;
  }
}
