package io.osapi.application.projection;

import java.util.BitSet;

/** A set of rows that knows its size, so that to count a million jobs costs nothing. */
final class CountedRows {
  private final BitSet rows = new BitSet();
  private int size;

  void add(int row) {
    if (!rows.get(row)) {
      rows.set(row);
      size++;
    }
  }

  void remove(int row) {
    if (rows.get(row)) {
      rows.clear(row);
      size--;
    }
  }

  boolean contains(int row) {
    return rows.get(row);
  }

  int size() {
    return size;
  }

  /** Clears in {@code others} all that are not in here. */
  void retainIn(BitSet others) {
    others.and(rows);
  }

  /** The same under their new numbers. */
  CountedRows renumbered(int[] newRow) {
    var result = new CountedRows();
    rows.stream().forEach(row -> result.add(newRow[row]));
    return result;
  }
}
