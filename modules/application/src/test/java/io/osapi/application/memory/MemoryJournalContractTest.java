package io.osapi.application.memory;

import io.osapi.application.contract.JournalContract;
import io.osapi.application.port.Journal;

class MemoryJournalContractTest implements JournalContract {
  private MemoryJournal journal = new MemoryJournal();

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Journal journalAfterCrash() {
    journal = journal.afterCrash();
    return journal;
  }
}
