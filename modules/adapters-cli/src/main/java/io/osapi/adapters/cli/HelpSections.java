package io.osapi.adapters.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help texts: a command's own options in full, the global ones only at the root. */
final class HelpSections extends Help {
  static final List<String> KEYS =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  HelpSections(CommandSpec command, ColorScheme colours) {
    super(command, colours);
  }

  @Override
  public String optionListHeading(Object... parameters) {
    return ownOptions().isEmpty() ? "" : createHeading("%nOptions:%n");
  }

  @Override
  public String optionList() {
    return super.optionListExcludingGroups(ownOptions());
  }

  @Override
  public String commandListHeading(Object... parameters) {
    return commandSpec().subcommands().isEmpty() ? "" : createHeading("%nCommands:%n");
  }

  @Override
  public String parameterListHeading(Object... parameters) {
    return commandSpec().positionalParameters().isEmpty() ? "" : createHeading("%nArguments:%n");
  }

  @Override
  public String footer(Object... parameters) {
    return super.footer(parameters)
        + (commandSpec().parent() == null
            ? ""
            : createHeading("%nGlobal options, such as -o json: see 'osapi --help'.%n"));
  }

  private List<OptionSpec> ownOptions() {
    return commandSpec().options().stream().filter(option -> !option.inherited()).toList();
  }
}
