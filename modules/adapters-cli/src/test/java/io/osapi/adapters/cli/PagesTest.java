package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.osapi.domain.operation.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The pages for people show commands that exist, and leave none out. */
class PagesTest {
  private static final Path ROOT = Path.of("..", "..");

  /** What a reader is told to type. */
  private static final Pattern SCRIPT = Pattern.compile("(?s)```sh\\n(.*?)```");

  /** A command in a script, up to a comment or a pipe. */
  private static final Pattern LINE = Pattern.compile("(?m)^osapi ([^|#\\n]+)");

  /** A command before its output, or inside a sentence. */
  private static final Pattern PROMPT = Pattern.compile("\\$ osapi ([^`|\\n]+)");

  /** One argument: a quoted one, or up to the next blank. */
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");

  @Test
  void every_command_on_the_pages_parses() throws IOException {
    for (var page : List.of("README.md", "docs/getting-started.md", "docs/cli.md")) {
      var commands = commands(page);

      assertThat(commands).as(page).isNotEmpty();
      assertThat(commands)
          .allSatisfy(command ->
              assertThatCode(() ->
                      new CommandLine(tree())
                          .setCaseInsensitiveEnumValuesAllowed(true)
                          .parseArgs(command.toArray(String[]::new)))
                  .as("%s: %s", page, command)
                  .doesNotThrowAnyException());
    }
  }

  @Test
  void the_page_of_commands_has_every_command() throws IOException {
    var shown = commands("docs/cli.md").stream().map(words -> String.join(" ", words) + " ");

    assertThat(shown.toList())
        .satisfies(commands ->
            assertThat(leaves(tree(), ""))
                .allMatch(leaf -> commands.stream().anyMatch(each -> each.startsWith(leaf + " "))));
  }

  private static CommandSpec tree() {
    return CommandTree.of(Catalogue.standard(), Typed.everything());
  }

  private static List<List<String>> commands(String page) throws IOException {
    var text = Files.readString(ROOT.resolve(page));
    var typed =
        SCRIPT.matcher(text).results().flatMap(script -> LINE.matcher(script.group(1)).results());
    return Stream.concat(typed, PROMPT.matcher(text).results())
        .map(found -> arguments(found.group(1)))
        .toList();
  }

  private static List<String> arguments(String line) {
    var arguments = new ArrayList<String>();
    var matcher = ARGUMENT.matcher(line);
    while (matcher.find()) {
      arguments.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return arguments;
  }

  private static Stream<String> leaves(CommandSpec command, String words) {
    return command.subcommands().entrySet().stream()
        .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
        .flatMap(sub -> {
          var longer = (words + " " + sub.getKey()).strip();
          var spec = sub.getValue().getCommandSpec();
          return spec.subcommands().isEmpty() ? Stream.of(longer) : leaves(spec, longer);
        });
  }
}
