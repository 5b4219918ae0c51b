package dev.firebreak.cli;

import dev.firebreak.incident.DataSetReader;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.VendorDrill;
import dev.firebreak.installation.Installation;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak drill VENDOR`: if this vendor were breached now. What is not measured is said to be
/// unknown.
@Command(
    name = "drill",
    description = {
      "If this vendor were breached now: who, what, where, how bad, and which duties.",
      "Measured on --data, else on the messages that the journal still holds."
    })
final class DrillCommand implements Callable<Integer> {
  @Parameters(paramLabel = "VENDOR", description = "as the settings name it")
  private String vendorName = "";

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "EXPORT",
      description = "files of the vendor's own export, to measure on")
  private List<Path> data = List.of();

  @Mixin private AccountsMixin accounts = new AccountsMixin();

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  private final CommandContext context;
  private final DataSetReader reader;

  /// @param reader what measures the data
  DrillCommand(CommandContext context, DataSetReader reader) {
    this.context = context;
    this.reader = reader;
  }

  @Override
  public Integer call() throws IOException {
    Installation installation = context.installation();
    VendorId vendor = LedgerCommand.vendor(installation, vendorName);
    List<Path> export = data.stream().map(context.workingDirectory()::resolve).toList();
    Drill drill =
        accounts.with(
            context,
            directory ->
                new VendorDrill(installation, reader)
                    .run(
                        vendor,
                        new VendorDrill.Accounts(directory, accounts.file(context)),
                        export));
    if (json) {
      JsonOutput.print(context.out(), DrillPrinter.document(drill));
    } else {
      DrillPrinter.print(context.out(), drill);
    }
    return 0;
  }
}
