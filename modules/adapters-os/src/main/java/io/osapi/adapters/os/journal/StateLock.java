package io.osapi.adapters.os.journal;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a state directory for one worker; ends with the process, however that ends. */
final class StateLock implements Closeable {
  private static final System.Logger LOG = System.getLogger(StateLock.class.getName());
  private static final String NAME = "journal.lock";

  /**
   * Of this process. Asked before the lock's file is opened: to close it a second time would
   * release the lock of the first (fcntl(2), "Record locks").
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path stateDir;
  private final FileChannel channel;

  private StateLock(Path stateDir, FileChannel channel) {
    this.stateDir = stateDir;
    this.channel = channel;
  }

  /**
   * @param stateDir exists
   * @throws IOException if another worker has it, or it is not ours to write
   */
  static StateLock take(Path stateDir) throws IOException {
    var real = stateDir.toRealPath();
    if (!HELD.add(real)) {
      throw inUse();
    }
    try {
      return new StateLock(real, locked(real));
    } catch (IOException | RuntimeException refused) {
      HELD.remove(real);
      throw refused;
    }
  }

  private static FileChannel locked(Path stateDir) throws IOException {
    var channel = JournalFile.openChannel(stateDir.resolve(NAME));
    if (channel.tryLock() == null) {
      channel.close();
      throw inUse();
    }
    return channel;
  }

  private static IOException inUse() {
    return new IOException("another worker uses it; give each worker its own job.worker.state_dir");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Its descriptor is gone all the same, and the lock with it (close(2), "Notes").
      LOG.log(Level.WARNING, "the lock of " + stateDir + " was closed with a failure", e);
    } finally {
      HELD.remove(stateDir);
    }
  }
}
