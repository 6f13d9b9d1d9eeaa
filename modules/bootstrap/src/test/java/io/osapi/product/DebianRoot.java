package io.osapi.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.product.Installation.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of this host, a Debian or one of its kin, in namespaces of its own: packages that are
 * installed there, and services that run there, leave no trace here. With a real systemd where one
 * can be had.
 */
final class DebianRoot implements AutoCloseable {
  private static final Path SYSTEMD = Path.of("/usr/lib/systemd/systemd");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Path directory;
  private final Optional<Path> cgroup;
  private final Process process;
  private long init;

  /**
   * @param packages a directory that is {@code /.packages} there
   */
  DebianRoot(Path directory, Path packages) throws IOException {
    this.directory = directory;
    this.cgroup = hasSystemd() ? Optional.of(cgroup()) : Optional.empty();
    var script = directory.resolve("debian-root.sh");
    try (var text = DebianRoot.class.getResourceAsStream("debian-root.sh")) {
      Files.copy(Objects.requireNonNull(text), script);
    }
    var work = Files.createDirectory(directory.resolve("work"));
    process = start(script, work, packages);
    try {
      init = await().atMost(SOON).until(this::processOne, Optional::isPresent).orElseThrow();
      if (hasSystemd()) {
        await()
            .atMost(SOON)
            .until(() -> run("systemctl", "is-active", "test.target").exitCode() == 0);
      }
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  /** Why there can be none here; empty where there can. */
  static Optional<String> lacking() throws IOException, InterruptedException {
    if (!Files.getOwner(Path.of("/proc/self")).getName().equals("root")) {
      return Optional.of("only root may mount");
    }
    for (var program : List.of("dpkg-deb", "unshare", "nsenter", "runuser", "ip")) {
      if (call(List.of("sh", "-c", "command -v " + program)).exitCode() != 0) {
        return Optional.of("there is no " + program);
      }
    }
    var mount =
        "mount -t tmpfs none /mnt && mkdir /mnt/a /mnt/b"
            + " && mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/a,workdir=/mnt/b /mnt";
    var tried = call(List.of("unshare", "--mount", "--net", "--pid", "--fork", "sh", "-c", mount));
    return tried.exitCode() == 0 ? Optional.empty() : Optional.of(tried.err());
  }

  /** Whether services can be those of a systemd that runs. */
  static boolean hasSystemd() {
    return Files.isExecutable(SYSTEMD) && Files.isWritable(hierarchy().resolve("cgroup.procs"));
  }

  /** Where systemd keeps its groups: one of several hierarchies, or the only one. */
  private static Path hierarchy() {
    var own = CGROUPS.resolve("systemd");
    return Files.isDirectory(own) ? own : CGROUPS;
  }

  private static Path cgroup() throws IOException {
    return Files.createDirectory(
        hierarchy()
            .resolve("osapi-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime()));
  }

  private Process start(Path script, Path work, Path packages) throws IOException {
    var join = cgroup.map(group -> "echo $$ > " + group + "/cgroup.procs && ").orElse("");
    return new ProcessBuilder(
            "sh",
            "-c",
            join
                + "exec unshare --mount --pid --net --uts --ipc --cgroup --fork --kill-child"
                + " sh \"$@\"",
            "sh",
            script.toString(),
            work.toString(),
            packages.toString(),
            hasSystemd() ? SYSTEMD.toString() : "none")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("root.log").toFile())
        .start();
  }

  /** Of the namespaces, once it sees its own root. */
  private Optional<Long> processOne() throws IOException {
    assertThat(process.isAlive()).as(Files.readString(directory.resolve("root.log"))).isTrue();
    return process.children().map(ProcessHandle::pid).filter(this::isAtHome).findFirst();
  }

  private boolean isAtHome(long pid) {
    return Files.isDirectory(root(pid).resolve(".changes/etc"))
        && !Files.exists(root(pid).resolve(".old/etc"));
  }

  private static Path root(long pid) {
    return Path.of("/proc/" + pid + "/root");
  }

  /** A file there. */
  Path file(String path) {
    return root(init).resolve(path.substring(1));
  }

  /** Runs a command there to its end. */
  Result run(String... command) throws IOException, InterruptedException {
    return call(inside(command));
  }

  /** The same, which must succeed; what it printed. */
  String must(String... command) throws IOException, InterruptedException {
    var result = run(command);
    assertThat(result.exitCode())
        .as("%s: %s%s", List.of(command), result.out(), result.err())
        .isZero();
    return result.out().strip();
  }

  /** Starts a command there that goes on. */
  Process spawn(Path log, String... command) throws IOException {
    return new ProcessBuilder(inside(command))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private List<String> inside(String... command) {
    var argv =
        new ArrayList<>(
            List.of(
                "nsenter", "-t", Long.toString(init), "-m", "-p", "-n", "-u", "-i", "-C", "-r"));
    argv.addAll(List.of("-w", "--", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
    argv.add("JAVA_HOME=" + System.getProperty("java.home"));
    argv.addAll(List.of(command));
    return argv;
  }

  /** Every path that is there or has another content than on this host, or is gone. */
  Set<String> changes() throws IOException {
    var changed = file("/.changes");
    var names = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(changed)) {
      files
          .map(changed::relativize)
          .filter(path -> differs(changed.resolve(path), Path.of("/").resolve(path)))
          .forEach(path -> names.add("/" + path));
    }
    return names;
  }

  private static boolean differs(Path there, Path here) {
    try {
      if (!Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
        return true;
      } else if (Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      return !Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
          || Files.mismatch(there, here) >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result call(List<String> argv) throws IOException, InterruptedException {
    var out = Files.createTempFile("osapi", ".out");
    var err = Files.createTempFile("osapi", ".err");
    try {
      var process =
          new ProcessBuilder(argv).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("ends: %s", argv).isTrue();
      return new Result(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** With its first process ends every other there. */
  @Override
  public void close() throws IOException {
    var inside = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    inside.forEach(each -> each.onExit().join());
    if (cgroup.isPresent()) {
      try (Stream<Path> groups = Files.walk(cgroup.get())) {
        for (var group :
            groups.filter(Files::isDirectory).sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(group);
        }
      }
    }
  }
}
