package io.osapi.adapters.os;

import io.osapi.domain.operation.NetworkOperations.DnsSettings;
import java.util.ArrayList;
import java.util.List;

/** Reads and rewrites the text of {@code /etc/resolv.conf} (resolv.conf(5)). */
final class ResolvConf {
  private ResolvConf() {}

  static DnsSettings parse(String text) {
    var servers = new ArrayList<String>();
    List<String> searchDomains = List.of();
    for (var line : text.lines().toList()) {
      var words = words(line);
      if (isServer(words)) {
        servers.add(words.get(1));
      } else if (isSearch(words)) {
        // Of several search and domain lines the last one counts.
        searchDomains = words.subList(1, words.size());
      }
    }
    return new DnsSettings(List.copyOf(servers), List.copyOf(searchDomains));
  }

  /** The same file with other settings: comments, options and what else it has stay. */
  static String with(DnsSettings settings, String text) {
    var lines = new ArrayList<String>();
    boolean hasServers = false;
    boolean hasSearch = false;
    for (var line : text.lines().toList()) {
      var words = words(line);
      if (isServer(words)) {
        addServers(lines, settings, hasServers);
        hasServers = true;
      } else if (isSearch(words)) {
        addSearch(lines, settings, hasSearch);
        hasSearch = true;
      } else {
        lines.add(line);
      }
    }
    addSearch(lines, settings, hasSearch);
    addServers(lines, settings, hasServers);
    return String.join("\n", lines) + "\n";
  }

  private static void addServers(List<String> lines, DnsSettings settings, boolean done) {
    if (!done) {
      settings.servers().forEach(server -> lines.add("nameserver " + server));
    }
  }

  private static void addSearch(List<String> lines, DnsSettings settings, boolean done) {
    if (!done && !settings.searchDomains().isEmpty()) {
      lines.add("search " + String.join(" ", settings.searchDomains()));
    }
  }

  private static boolean isServer(List<String> words) {
    return words.size() >= 2 && words.getFirst().equals("nameserver");
  }

  private static boolean isSearch(List<String> words) {
    return words.size() >= 2 && List.of("search", "domain").contains(words.getFirst());
  }

  /**
   * Keywords begin their line; comments begin with {@code #} or {@code ;} and so are no keywords.
   */
  private static List<String> words(String line) {
    return List.of(line.stripTrailing().split("[ \t]+"));
  }
}
