package io.osapi.adapters.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.osapi.domain.operation.NetworkOperations.DnsSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Name servers in {@code /etc/resolv.conf}: the same for all interfaces. */
final class ResolvConfFile implements DnsBackend {
  static final String PATH = "/etc/resolv.conf";

  /** Files here are systemd-resolved's own, and overwritten by it. */
  private static final String OF_RESOLVED = "/run/systemd/resolve";

  private final HostFiles files;

  ResolvConfFile(HostFiles files) {
    this.files = files;
  }

  boolean exists() {
    return files.exists(PATH);
  }

  @Override
  public String name() {
    return "resolv.conf";
  }

  @Override
  public DnsSettings read(String interfaceName) throws IOException {
    return ResolvConf.parse(files.read(PATH));
  }

  @Override
  public void write(String interfaceName, DnsSettings settings) throws IOException {
    var text = ResolvConf.with(settings, files.read(PATH));
    // A link stays a link: what it leads to is replaced.
    var target = files.resolve(PATH).toRealPath();
    if (target.startsWith(files.resolve(OF_RESOLVED))) {
      throw new NotSupported(PATH + " is systemd-resolved's own, and that is not running");
    }
    try {
      replace(target, ByteBuffer.wrap(text.getBytes(UTF_8)));
    } catch (ClosedByInterruptException stopped) {
      throw stopped;
    } catch (IOException e) {
      throw new OperationFailure("file-not-written", PATH + ": " + HostFiles.reason(e), e);
    }
  }

  /** Readers see the old file or the new one, also after a power loss. */
  private static void replace(Path target, ByteBuffer content) throws IOException {
    var temporary = Files.createTempFile(target.getParent(), ".resolv.conf.", ".new");
    try {
      copyOwnership(target, temporary);
      write(temporary, content.duplicate(), StandardOpenOption.WRITE);
      move(temporary, target, content);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void move(Path temporary, Path target, ByteBuffer content) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException busy) {
      // In containers the file itself is a mount point, which cannot be replaced, only rewritten.
      write(target, content, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private static void copyOwnership(Path from, Path to) throws IOException {
    var original = Files.getFileAttributeView(from, PosixFileAttributeView.class).readAttributes();
    var copy = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    copy.setPermissions(original.permissions());
    if (!copy.readAttributes().owner().equals(original.owner())) {
      copy.setOwner(original.owner());
    }
    if (!copy.readAttributes().group().equals(original.group())) {
      copy.setGroup(original.group());
    }
  }

  private static void write(Path file, ByteBuffer content, OpenOption... options)
      throws IOException {
    try (var channel = FileChannel.open(file, options)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
  }
}
