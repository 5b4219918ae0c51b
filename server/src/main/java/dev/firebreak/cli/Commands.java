package dev.firebreak.cli;

import java.util.List;

/// Every command of this module, in the order of the help text.
final class Commands {
  private Commands() {}

  static List<Object> all(CommandContext context) {
    return List.of(
        new InitCommand(context),
        new PolicyCommand(context),
        new TaxonomyCommand(context),
        new OperatorCommand(context),
        new VendorCommand(context),
        new AuditCommand(context),
        new LedgerCommand(context),
        new DrillCommand(context),
        new ScanCommand(context));
  }
}
