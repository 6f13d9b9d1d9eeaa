package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  private static final int PAGE_COLUMNS = 100;

  private final Shell shell = new Shell();

  @Test
  void the_first_page_shows_every_command_the_global_options_and_the_exit_codes() {
    assertThat(shell.run("--help").out())
        .startsWith("Usage: osapi [OPTIONS] [COMMAND]\n")
        .contains("  client      Ask the API")
        .contains("  -o, --output=<format>")
        .contains("3 some or all hosts failed")
        .doesNotContain("__hosts");
  }

  @Test
  void the_client_shows_its_families_and_leaves_global_options_to_the_first_page() {
    assertThat(shell.run("client", "--help").out())
        .contains("  system     The host's own state")
        .contains("  job        Jobs")
        .contains("see 'osapi --help'")
        .doesNotContain("--no-color");
  }

  @Test
  void an_operation_shows_its_options_with_defaults() {
    assertThat(shell.run("client", "network", "ping", "-h").out())
        .contains("-a, --address=<text>")
        .contains("How many packets (default: 3)")
        .contains("How long to wait for an answer (default: 5s)");
  }

  @Test
  void a_percent_sign_is_a_percent_sign() {
    assertThat(shell.run("client", "box", "everything", "--help").out())
        .contains("A flag; 50% of all cases");
  }

  @Test
  void every_command_has_a_help_page_that_fits() {
    for (var words : leaves(CommandTree.of(Shell.catalogue(), Typed.everything()), List.of())) {
      var arguments = new ArrayList<>(words);
      arguments.add("--help");
      var outcome = shell.run(arguments.toArray(String[]::new));

      assertThat(outcome.code()).as("%s", words).isZero();
      assertThat(outcome.out().lines())
          .as("%s", words)
          .allMatch(line -> line.length() <= PAGE_COLUMNS);
      assertThat(outcome.out().lines().skip(1).findFirst().orElse("")).as("%s", words).isNotBlank();
    }
  }

  @Test
  void only_what_was_typed_is_made_in_full() {
    var client =
        CommandTree.of(Shell.catalogue(), Typed.of("client", "--help"))
            .subcommands()
            .get("client")
            .getCommandSpec();

    assertThat(client.subcommands()).containsKeys("job", "worker");
    assertThat(client.subcommands().get("job").getSubcommands()).isEmpty();
  }

  @Test
  void a_command_is_parsed_by_its_own_branch_alone() {
    var typed = Typed.narrowly("client", "job", "list");
    var branch = CommandTree.of(Shell.catalogue(), typed);

    assertThat(leaves(branch, List.of()))
        .containsExactly(
            List.of(),
            List.of("client"),
            List.of("client", "job"),
            List.of("client", "job", "list"));
  }

  @Test
  void help_shows_what_else_there_is_wherever_it_is_asked_for() {
    assertThat(shell.run("--help", "client").out()).contains("  start ").contains("  version ");
    assertThat(shell.run("client", "-qh", "job").out()).contains("  worker ");
  }

  @Test
  void a_value_that_reads_like_a_command_is_a_value() {
    assertThat(shell.run("version", "--osapi-file", "client").out()).contains("commit");
  }

  @Test
  void words_in_the_wrong_order_are_refused_by_the_whole_tree() {
    assertThat(shell.run("start", "client").err())
        .contains("Unmatched argument")
        .contains("client");
    assertThat(shell.run("clint", "version").err()).contains("Did you mean: client");
  }

  private static List<List<String>> leaves(CommandSpec command, List<String> words) {
    var all = new ArrayList<List<String>>();
    all.add(words);
    command
        .subcommands()
        .forEach((name, sub) -> {
          var longer = new ArrayList<>(words);
          longer.add(name);
          all.addAll(leaves(sub.getCommandSpec(), longer));
        });
    return all;
  }
}
