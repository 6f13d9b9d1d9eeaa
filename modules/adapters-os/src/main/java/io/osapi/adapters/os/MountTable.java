package io.osapi.adapters.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)) and picks what holds files. */
final class MountTable {
  static final String PATH = "/proc/self/mountinfo";

  /**
   * File systems without a disk behind them, or with one that is always full by its nature. Never
   * looked at, so an automount point is not triggered. One of them at {@code /} counts all the
   * same: a container lives on an overlay, a diskless host in memory.
   */
  private static final Set<String> PSEUDO =
      Set.of(
          // The kernel's own windows.
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "cpuset",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "fusectl",
          "hugetlbfs",
          "mqueue",
          "nfsd",
          "nsfs",
          "pipefs",
          "proc",
          "pstore",
          "resctrl",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "smackfs",
          "sockfs",
          "sysfs",
          "tracefs",
          // Memory, which system.memory.get tells of.
          "ramfs",
          "rootfs",
          "tmpfs",
          // Views of other file systems: of containers, desktops and sandboxes.
          "aufs",
          "overlay",
          "fuse.gvfsd-fuse",
          "fuse.lxcfs",
          "fuse.portal",
          "fuse.snapfuse",
          // Read-only images, always full: snaps, installation media.
          "cramfs",
          "erofs",
          "iso9660",
          "squashfs",
          "udf");

  private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

  /**
   * One mounted file system.
   *
   * @param point where it is mounted
   * @param device what is mounted: {@code /dev/sda1}, {@code server:/export}, {@code tank/home}
   * @param type {@code ext4}
   * @param number the kernel's number of the device, {@code 8:1}: the same for bind mounts of it
   * @param root the part of the device that is mounted; {@code /} for all of it
   */
  record Mount(String point, String device, String type, String number, String root) {}

  /** Of several mounts of one device: {@code /}, then the whole device, then the shortest name. */
  private static final Comparator<Mount> BEST_KNOWN_FIRST =
      Comparator.<Mount, Boolean>comparing(mount -> !mount.point().equals("/"))
          .thenComparing(mount -> !mount.root().equals("/"))
          .thenComparing(mount -> mount.point().length())
          .thenComparing(Mount::point);

  private MountTable() {}

  static List<Mount> parse(String text) throws OperationFailure {
    var mounts = new ArrayList<Mount>();
    for (var line : text.lines().toList()) {
      mounts.add(mount(line));
    }
    return mounts;
  }

  private static Mount mount(String line) throws OperationFailure {
    // A dash ends a list of optional fields of any length.
    int dash = line.indexOf(" - ");
    var before = line.substring(0, Math.max(0, dash)).split(" ", -1);
    var after = line.substring(dash + " - ".length()).split(" ", -1);
    if (dash < 0 || before.length < 6 || after.length < 2) {
      throw OperationFailure.malformed(PATH, "ten fields in each line");
    }
    var type = decode(after[0]);
    var device = decode(after[1]);
    return new Mount(
        decode(before[4]), device.isEmpty() ? type : device, type, before[2], decode(before[3]));
  }

  /** The kernel writes blanks, backslashes and {@code #} as a backslash and three octal digits. */
  static String decode(String field) {
    // Byte by byte in a charset that maps each to itself: characters beyond ASCII have several.
    var bytes = new String(field.getBytes(UTF_8), ISO_8859_1);
    var decoded =
        OCTAL.matcher(bytes).replaceAll(code -> quoteReplacement(character(code.group(1))));
    return new String(decoded.getBytes(ISO_8859_1), UTF_8);
  }

  private static String character(String octal) {
    return String.valueOf((char) Integer.parseInt(octal, 8));
  }

  /** Each device that holds files once, by mount point. */
  static List<Mount> holdingFiles(List<Mount> all) {
    // Of several mounts on one point, the last hides the others.
    var visible = new LinkedHashMap<String, Mount>();
    all.forEach(mount -> visible.put(mount.point(), mount));
    var byNumber = new LinkedHashMap<String, Mount>();
    visible.values().stream()
        .filter(mount -> mount.point().equals("/") || !PSEUDO.contains(mount.type()))
        .sorted(BEST_KNOWN_FIRST)
        .forEach(mount -> byNumber.putIfAbsent(mount.number(), mount));
    return byNumber.values().stream().sorted(Comparator.comparing(Mount::point)).toList();
  }
}
