package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.vendor.VendorId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command takes that opens or shuts a vendor: which one, who decides, and why.
final class VendorDecision {
  @Parameters(paramLabel = "VENDOR")
  private String vendor = "";

  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--reason", required = true, paramLabel = "TEXT")
  private String reason = "";

  @Option(names = "--json")
  private boolean json;

  VendorId vendor() {
    return VendorCommand.vendorId(vendor);
  }

  String reason() {
    return reason;
  }

  boolean json() {
    return json;
  }

  /// Asks for the code of whoever decides, and checks it.
  ConfirmedOperator confirm(CommandContext context, String action) {
    return operator.confirm(context, action, Role.RESPONDER);
  }
}
