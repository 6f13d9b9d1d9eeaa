package io.osapi.application.memory;

import io.osapi.application.port.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Dead letters that a test puts there; requeued ones are gone. */
public final class MemoryDeadLetters implements DeadLetters {
  private final Map<Long, DeadLetter> letters = new ConcurrentSkipListMap<>();

  public void keep(DeadLetter letter) {
    letters.put(Long.parseLong(letter.id()), letter);
  }

  @Override
  public List<DeadLetter> newest(int limit) {
    return letters.values().stream().toList().reversed().stream().limit(limit).toList();
  }

  @Override
  public long count() {
    return letters.size();
  }

  @Override
  public boolean requeue(String id) {
    return id.matches("[0-9]{1,18}") && letters.remove(Long.parseLong(id)) != null;
  }
}
