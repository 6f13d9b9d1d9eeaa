package io.osapi.adapters.os.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * An append-only file of frames, each the length of its payload, the CRC-32C (RFC 3720, section
 * 12.1) of both, and the payload. Before the first stands what kind of file it is.
 *
 * <p>Not safe for use by many threads; and used by a thread that nobody interrupts, because an
 * interrupt closes a {@link FileChannel}.
 */
final class JournalFile implements Closeable {
  private static final System.Logger LOG = System.getLogger(JournalFile.class.getName());

  /** "osapi jl", and the version of all that follows. */
  private static final long KIND = 0x6f73617069206a6cL;

  private static final int VERSION = 1;
  static final int PREAMBLE_BYTES = Long.BYTES + Integer.BYTES;

  /** The length and the sum. */
  static final int HEADER_BYTES = 2 * Integer.BYTES;

  private static final int READ_BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private long endBytes;
  private boolean hasTornEnd;
  private long tornBytes;
  private long lostBytes;

  /** Where a payload stands. */
  record Place(long position, int length) {
    /** What it takes of the file. */
    long frameBytes() {
      return HEADER_BYTES + (long) length;
    }
  }

  /** Is shown each payload of a file, in the order in which they were written. */
  @FunctionalInterface
  interface Reader {
    /**
     * @throws IOException if it means nothing
     */
    void read(Place place, byte[] payload) throws IOException;
  }

  private JournalFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new and empty file, in place of one that may be there. */
  static JournalFile create(Path path) throws IOException {
    return with(path, JournalFile::writePreamble, TRUNCATE_EXISTING);
  }

  /**
   * Opens or creates a file and reads it.
   *
   * <p>What is no whole frame at the end was being written when the power failed: nobody was told
   * that it is there, and it is cut off. A damaged frame before others costs no more than itself:
   * those behind it are read, for they say what must not run again.
   *
   * @throws IOException if it cannot be read, or is another kind of file
   */
  static JournalFile open(Path path, Reader reader) throws IOException {
    return with(
        path,
        file -> {
          if (file.channel.size() < PREAMBLE_BYTES) {
            file.writePreamble();
          } else {
            file.readAll(reader);
          }
        });
  }

  @FunctionalInterface
  private interface Preparation {
    void of(JournalFile file) throws IOException;
  }

  private static JournalFile with(Path path, Preparation preparation, OpenOption... more)
      throws IOException {
    var file = new JournalFile(path, openChannel(path, more));
    try {
      preparation.of(file);
      return file;
    } catch (IOException | RuntimeException failed) {
      file.close();
      throw failed;
    }
  }

  /** For this user only, and never through a link that somebody laid in its place. */
  static FileChannel openChannel(Path path, OpenOption... more) throws IOException {
    Set<OpenOption> options = new HashSet<>(Set.of(CREATE, READ, WRITE, LinkOption.NOFOLLOW_LINKS));
    options.addAll(List.of(more));
    return FileChannel.open(
        path,
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  long bytes() {
    return endBytes;
  }

  /** Of the file as it was opened: what was cut off its end. */
  long tornBytes() {
    return tornBytes;
  }

  /** Of the file as it was opened: what was damaged before its end. */
  long lostBytes() {
    return lostBytes;
  }

  /**
   * Writes all payloads and waits until the disk has them.
   *
   * @return where they stand
   * @throws IOException if it has none of them: what did reach it is cut off before the next
   */
  List<Place> append(List<byte[]> payloads) throws IOException {
    cutTornEnd();
    var places = new ArrayList<Place>();
    long position = endBytes;
    for (var payload : payloads) {
      places.add(new Place(position + HEADER_BYTES, payload.length));
      position += HEADER_BYTES + payload.length;
    }
    hasTornEnd = true;
    write(frames(payloads, Math.toIntExact(position - endBytes)), endBytes);
    channel.force(false);
    hasTornEnd = false;
    endBytes = position;
    return places;
  }

  /**
   * @throws IOException if it cannot be read, or is no longer what was written
   */
  byte[] read(Place place) throws IOException {
    var frame = ByteBuffer.allocate(Math.toIntExact(place.frameBytes()));
    while (frame.hasRemaining()) {
      long from = place.position() - HEADER_BYTES + frame.position();
      if (channel.read(frame, from) < 0) {
        throw new EOFException("the journal ends before byte " + (from + frame.remaining()));
      }
    }
    frame.flip();
    int length = frame.getInt();
    int sum = frame.getInt();
    var payload = new byte[frame.remaining()];
    frame.get(payload);
    if (length != place.length() || sum != sum(payload)) {
      throw new IOException("the journal is damaged at byte " + place.position());
    }
    return payload;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void writePreamble() throws IOException {
    channel.truncate(0);
    var preamble = ByteBuffer.allocate(PREAMBLE_BYTES).putLong(KIND).putInt(VERSION).flip();
    write(preamble, 0);
    channel.force(true);
    endBytes = PREAMBLE_BYTES;
  }

  private void readAll(Reader reader) throws IOException {
    var in =
        new DataInputStream(
            new BufferedInputStream(Channels.newInputStream(channel), READ_BUFFER_BYTES));
    long size = channel.size();
    requireOurs(in);
    long position = PREAMBLE_BYTES;
    endBytes = position;
    while (size - position >= HEADER_BYTES) {
      int length = in.readInt();
      int sum = in.readInt();
      if (length <= 0 || length > size - position - HEADER_BYTES) {
        break;
      }
      var place = new Place(position + HEADER_BYTES, length);
      var payload = in.readNBytes(length);
      if (sum == sum(payload) && isRead(reader, place, payload)) {
        lostBytes += position - endBytes;
        endBytes = position + place.frameBytes();
      }
      position += place.frameBytes();
    }
    hasTornEnd = endBytes < size;
    tornBytes = size - endBytes;
    cutTornEnd();
  }

  private boolean isRead(Reader reader, Place place, byte[] payload) {
    try {
      reader.read(place, payload);
      return true;
    } catch (IOException meaningless) {
      LOG.log(Level.WARNING, "byte {0}: {1}", place.position(), meaningless.getMessage());
      return false;
    }
  }

  private void requireOurs(DataInputStream in) throws IOException {
    if (in.readLong() != KIND) {
      throw new IOException(path + " is not a journal of osapi; move it away");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          path + " has version " + version + ", this program reads version " + VERSION);
    }
  }

  private void cutTornEnd() throws IOException {
    if (hasTornEnd) {
      channel.truncate(endBytes);
      channel.force(true);
      hasTornEnd = false;
    }
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private static ByteBuffer frames(List<byte[]> payloads, int bytes) {
    var frames = ByteBuffer.allocate(bytes);
    for (var payload : payloads) {
      frames.putInt(payload.length).putInt(sum(payload)).put(payload);
    }
    return frames.flip();
  }

  private static int sum(byte[] payload) {
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).flip());
    sum.update(payload);
    return (int) sum.getValue();
  }
}
