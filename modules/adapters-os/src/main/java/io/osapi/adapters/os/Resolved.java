package io.osapi.adapters.os;

import io.osapi.domain.operation.NetworkOperations.DnsSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Name servers of one link, as systemd-resolved keeps them: until the link or the service is
 * configured anew.
 */
final class Resolved implements DnsBackend {
  /** Marks domains that route queries and are not searched (resolvectl(1)). */
  private static final String ROUTING = "~";

  private final Commands commands;

  Resolved(Commands commands) {
    this.commands = commands;
  }

  /** Whether the service answers; the program alone is installed in many places. */
  boolean isRunning() throws OperationFailure, InterruptedException {
    var program = program();
    return program.isPresent()
        && commands.run(program.get(), List.of("dns"), List.of()).isSuccess();
  }

  @Override
  public String name() {
    return "systemd-resolved";
  }

  @Override
  public DnsSettings read(String interfaceName) throws OperationFailure, InterruptedException {
    return new DnsSettings(
        parse(resolvectl("dns", List.of()), interfaceName),
        domains(interfaceName).stream().filter(domain -> !domain.startsWith(ROUTING)).toList());
  }

  @Override
  public void write(String interfaceName, DnsSettings settings)
      throws OperationFailure, InterruptedException {
    // What routes queries is not ours to change, but is replaced together with the others.
    var routing = domains(interfaceName).stream().filter(domain -> domain.startsWith(ROUTING));
    var domains = Stream.concat(settings.searchDomains().stream(), routing).toList();
    resolvectl("dns", operands(interfaceName, settings.servers()));
    resolvectl("domain", operands(interfaceName, domains));
  }

  private List<String> domains(String interfaceName) throws OperationFailure, InterruptedException {
    return parse(resolvectl("domain", List.of()), interfaceName);
  }

  /** One line for each link: {@code Link 2 (eth0): 192.0.2.53 2001:db8::53}. */
  static List<String> parse(String output, String interfaceName) throws OperationFailure {
    var line =
        Pattern.compile("(?m)^Link \\d+ \\(" + Pattern.quote(interfaceName) + "\\):(.*)$")
            .matcher(output);
    if (!line.find()) {
      throw new OperationFailure(
          "interface-not-managed", "systemd-resolved has no settings for " + interfaceName);
    }
    var values = line.group(1).strip();
    return values.isEmpty() ? List.of() : List.of(values.split("\\s+"));
  }

  /** An empty text stands for an empty list; no text at all would read instead of write. */
  private static List<String> operands(String interfaceName, List<String> values) {
    var operands = new ArrayList<String>();
    operands.add(interfaceName);
    operands.addAll(values.isEmpty() ? List.of("") : values);
    return operands;
  }

  private String resolvectl(String verb, List<String> operands)
      throws OperationFailure, InterruptedException {
    var result = commands.run(program().orElseThrow(), List.of(verb), operands);
    if (!result.isSuccess()) {
      throw new OperationFailure("command-failed", "resolvectl: " + result.complaint());
    }
    return result.output();
  }

  private Optional<Path> program() {
    return commands.find("resolvectl");
  }
}
