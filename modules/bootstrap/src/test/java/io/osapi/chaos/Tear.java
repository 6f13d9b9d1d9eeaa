package io.osapi.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * What a power cut can leave at the end of a journal: the record that was being written when it
 * came, of which nobody was told that it is there. Records that were told to be there are not
 * touched: no journal survives a disk that forgets.
 */
enum Tear {
  /** The first bytes of a record. */
  BEGINNING {
    @Override
    byte[] bytes(Random random) {
      int length = random.nextInt(30, 300);
      var record = new byte[random.nextInt(length)];
      random.nextBytes(record);
      return ByteBuffer.allocate(2 * Integer.BYTES + record.length)
          .putInt(length)
          .putInt(random.nextInt())
          .put(record)
          .array();
    }
  },
  /** A whole record by its length, of which only some pages were written. */
  HOLES {
    @Override
    byte[] bytes(Random random) {
      int length = random.nextInt(30, 300);
      return ByteBuffer.allocate(2 * Integer.BYTES + length)
          .putInt(length)
          .putInt(random.nextInt())
          .array();
    }
  },
  /** A file that was made longer, and not yet written. */
  ZEROS {
    @Override
    byte[] bytes(Random random) {
      return new byte[random.nextInt(1, 5_000)];
    }
  },
  /** What stood on the disk before. */
  GARBAGE {
    @Override
    byte[] bytes(Random random) {
      var bytes = new byte[random.nextInt(1, 5_000)];
      random.nextBytes(bytes);
      return bytes;
    }
  };

  abstract byte[] bytes(Random random);

  /** Does it to a journal that nobody has open. */
  static void at(Path journal, Random random) {
    var bytes = values()[random.nextInt(values().length)].bytes(random);
    try {
      if (Files.exists(journal)) {
        Files.write(journal, bytes, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
