package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.installation.Installation;
import picocli.CommandLine.Option;

/// The option `--operator NAME` of every command that a person must decide; the code of the second
/// factor is asked for, never taken from the command line, where other processes could see it.
final class OperatorMixin {
  @Option(
      names = "--operator",
      required = true,
      paramLabel = "NAME",
      description = "who decides; the code of the authenticator is asked for")
  private String operator = "";

  /// Asks for the code and checks it.
  ConfirmedOperator confirm(CommandContext context, String action, Role minimumRole) {
    return confirm(context, operator, action, minimumRole);
  }

  static ConfirmedOperator confirm(
      CommandContext context, String operator, String action, Role minimumRole) {
    // first: where another process owns the installation the command runs there, and asks there
    Operators operators = operators(context.installation());
    String code = context.readSecret("Code of " + operator);
    return operators.confirm(operator, code, action, minimumRole);
  }

  static Operators operators(Installation installation) {
    return new Operators(
        installation.control(), installation.keys(), installation.audit(), installation.clock());
  }
}
