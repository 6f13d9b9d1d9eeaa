package io.osapi.application.projection;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Rows, each once: a sorted list while they are few among many, a set of bits from where that is
 * the smaller. Ten thousand hosts with a million jobs take megabytes so, and not a gigabyte. Not
 * thread-safe.
 */
final class RowSet {
  /** A row takes that many bits in the list, and one bit for each row up to the last in the set. */
  private static final int BITS_PER_LISTED_ROW = Integer.SIZE;

  /** Below that, either way is small. */
  private static final int MIN_SIZE_FOR_BITS = 64;

  private int[] few = new int[4];
  private int size;
  private BitSet many = new BitSet(0);
  private boolean inBits;

  void add(int row) {
    if (inBits) {
      many.set(row);
    } else if (size == 0 || few[size - 1] < row) {
      insert(size, row);
    } else {
      // A worker may begin a job that is older than others it has begun.
      int found = Arrays.binarySearch(few, 0, size, row);
      if (found < 0) {
        insert(-found - 1, row);
      }
    }
  }

  boolean isEmpty() {
    return inBits ? many.isEmpty() : size == 0;
  }

  /** Clears in {@code rows} all that are not in here. */
  void retainIn(BitSet rows) {
    rows.and(inBits ? many : bits());
  }

  /** Those that are present, under their new numbers. */
  RowSet renumbered(BitSet present, int[] newRow) {
    var result = new RowSet();
    (inBits ? many : bits()).stream().filter(present::get).forEach(row -> result.add(newRow[row]));
    return result;
  }

  private void insert(int at, int row) {
    if (size == few.length) {
      few = Arrays.copyOf(few, 2 * size);
    }
    System.arraycopy(few, at, few, at + 1, size - at);
    few[at] = row;
    size++;
    if (size >= MIN_SIZE_FOR_BITS && (long) size * BITS_PER_LISTED_ROW > few[size - 1]) {
      many = bits();
      inBits = true;
      few = new int[0];
    }
  }

  private BitSet bits() {
    var bits = new BitSet();
    for (int i = 0; i < size; i++) {
      bits.set(few[i]);
    }
    return bits;
  }
}
