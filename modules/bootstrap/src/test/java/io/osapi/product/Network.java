package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network of hosts on this machine: each host is a network namespace, with one cable to a switch
 * that is a namespace as well, so that nothing of the machine's own network is touched. Needs root
 * and {@code ip} of iproute2.
 *
 * <p>A cable that is cut drops packets and tells nobody, as when a switch loses power: connections
 * stay open on both sides until somebody misses an answer.
 */
final class Network implements AutoCloseable {
  private static final String SUBNET = "10.83.0.";

  private final String prefix = "osapi-" + ProcessHandle.current().pid() + "-";
  private final List<String> hosts;

  Network(String... hosts) {
    this.hosts = List.of(hosts);
    add("switch");
    in("switch", "ip link add bridge type bridge");
    in("switch", "ip link set bridge up");
    this.hosts.forEach(this::plugIn);
  }

  /** Why there can be none on this machine; empty where there can. */
  static String obstacle() {
    try {
      var trial = "osapi-trial-" + ProcessHandle.current().pid();
      var made = run(List.of("ip", "netns", "add", trial));
      if (made.exitCode() != 0) {
        return "ip netns add: " + made.output().strip();
      }
      run(List.of("ip", "netns", "delete", trial));
      return "";
    } catch (IOException e) {
      return "no program 'ip' (package iproute2): " + e.getMessage();
    }
  }

  private void plugIn(String host) {
    add(host);
    in("switch", "ip link add %s type veth peer name eth0 netns %s".formatted(host, prefix + host));
    in("switch", "ip link set %s master bridge up".formatted(host));
    in(host, "ip address add %s/24 dev eth0".formatted(address(host)));
    in(host, "ip link set lo up");
    in(host, "ip link set eth0 up");
  }

  String address(String host) {
    return SUBNET + (1 + hosts.indexOf(host));
  }

  /** What goes before a command for it to run on a host. */
  List<String> on(String host) {
    return List.of("nsenter", "--net=/run/netns/" + prefix + host);
  }

  void cut(String host) {
    in("switch", "ip link set %s nomaster".formatted(host));
  }

  void mend(String host) {
    in("switch", "ip link set %s master bridge".formatted(host));
  }

  @Override
  public void close() {
    hosts.forEach(this::delete);
    delete("switch");
  }

  private void add(String namespace) {
    must(List.of("ip", "netns", "add", prefix + namespace));
  }

  private void delete(String namespace) {
    must(List.of("ip", "netns", "delete", prefix + namespace));
  }

  private void in(String namespace, String command) {
    var all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + namespace));
    all.addAll(Arrays.asList(command.split(" ")));
    must(all);
  }

  private static void must(List<String> command) {
    try {
      var ran = run(command);
      assertThat(ran.exitCode()).as("%s: %s", command, ran.output()).isZero();
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    }
  }

  private record Ran(int exitCode, String output) {}

  private static Ran run(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends: %s", command).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Ran(process.exitValue(), output);
  }
}
