package dev.firebreak.cli;

import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak drill VENDOR`: if this vendor were breached now. What is not measured is said to be
/// unknown.
@Command(name = "drill", description = "If this vendor were breached now: who, what, where.")
final class DrillCommand implements Callable<Integer> {
  private static final String NOT_MEASURED =
      "unknown: it depends on values, which the ledger does not hold; assess an export of the"
          + " vendor's data";

  @Parameters(paramLabel = "VENDOR")
  private String vendorName = "";

  @Mixin private AccountsMixin accounts = new AccountsMixin();

  @Option(names = "--json")
  private boolean json;

  private final CommandContext context;

  DrillCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Installation installation = context.installation();
    VendorId vendor = LedgerCommand.vendor(installation, vendorName);
    PeopleSummary summary =
        accounts.with(
            context,
            directory ->
                LedgerCommand.people(installation)
                    .people(PeopleQuery.all(vendor), directory, _ -> {}));
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("vendor", vendor.value());
      installation
          .ledger()
          .knowsSince(vendor)
          .ifPresent(since -> document.put("knownSince", since.toString()));
      document.putAll(PeoplePrinter.document(summary));
      document.put("unknown", unknown());
      JsonOutput.print(context.out(), document);
    } else {
      print(vendor, summary);
    }
    return 0;
  }

  private void print(VendorId vendor, PeopleSummary summary) {
    PrintWriter out = context.out();
    out.println("If " + vendor + " were breached now:");
    out.println();
    out.println(
        PeoplePrinter.number(summary.total())
            + " people, "
            + PeoplePrinter.number(summary.events())
            + " events. "
            + summary.basis().sentence());
    PeoplePrinter.grounds(out, summary);
    out.println();
    out.println("What the vendor has, by number of people:");
    PeoplePrinter.categories(out, summary);
    out.println();
    if (summary.directory()) {
      out.println("Where they live, as the accounts directory has it:");
      PeoplePrinter.countries(out, summary);
    } else {
      out.println("Where they live: unknown: needs an accounts directory (--accounts FILE).");
    }
    out.println();
    unknown().forEach((what, why) -> out.println(what + ": " + why + "."));
  }

  private static Map<String, String> unknown() {
    Map<String, String> unknown = new LinkedHashMap<>();
    unknown.put("shareIdentifiable", NOT_MEASURED);
    unknown.put("severity", NOT_MEASURED);
    unknown.put("duties", "unknown: they depend on the severity and on an incident's moments");
    return unknown;
  }
}
