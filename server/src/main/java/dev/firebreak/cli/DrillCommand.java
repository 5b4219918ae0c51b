package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.DataSetReader;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.DrillLeague;
import dev.firebreak.incident.DrillPages;
import dev.firebreak.incident.VendorDrill;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.register.VendorFile;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
      "Measured on --data, else on the messages that the journal still holds.",
      "With --all, every vendor, the worst first."
    })
final class DrillCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "VENDOR", description = "as the settings name it")
  private @Nullable String vendorName;

  @Option(
      names = "--all",
      description = "every vendor that the settings, the ledger or a file know")
  private boolean all;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "EXPORT",
      description = "files of the vendor's own export, to measure on")
  private List<Path> data = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "say what this policy would have changed: a file, or shipped:mixpanel")
  private @Nullable Path policy;

  @Mixin private AccountsMixin accounts = new AccountsMixin();

  @Option(names = "--html", paramLabel = "FILE", description = "write a page to read and print")
  private @Nullable Path html;

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
    if (all == (vendorName != null)) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "name one VENDOR, or give --all");
    }
    if (all && !data.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--data is one vendor's export; name the vendor in place of --all");
    }
    Installation installation = context.installation();
    if (vendorName == null) {
      league(installation);
    } else {
      one(installation, LedgerCommand.vendor(installation, vendorName));
    }
    return 0;
  }

  private void one(Installation installation, VendorId vendor) throws IOException {
    Drill drill = accounts.with(context, directory -> drill(installation, vendor, directory));
    if (json) {
      JsonOutput.print(context.out(), DrillJson.document(drill));
    }
    if (html != null) {
      page(() -> new DrillPages(installation).html(drill));
    } else if (!json) {
      DrillPrinter.print(context.out(), drill);
    }
  }

  private void league(Installation installation) throws IOException {
    RegisterFiles register = RegisterFiles.readable(installation.config().folder());
    Instant now = installation.clock().instant();
    DrillLeague league =
        new DrillLeague(
            now, accounts.with(context, directory -> places(installation, register, directory)));
    if (json) {
      JsonOutput.print(context.out(), DrillJson.document(league));
    }
    if (html != null) {
      page(() -> new DrillPages(installation).html(league));
    } else if (!json) {
      DrillPrinter.print(context.out(), league);
    }
  }

  private List<DrillLeague.Place> places(
      Installation installation, RegisterFiles register, Optional<AccountsDirectory> directory)
      throws IOException, SQLException {
    List<DrillLeague.Place> places = new ArrayList<>();
    for (VendorId vendor : LedgerCommand.known(installation)) {
      places.add(
          new DrillLeague.Place(
              register.name(vendor),
              drill(installation, vendor, directory),
              register.vendor(vendor).map(VendorFile::declared).orElse(List.of())));
    }
    return places;
  }

  private Drill drill(
      Installation installation, VendorId vendor, Optional<AccountsDirectory> directory)
      throws IOException, SQLException {
    return new VendorDrill(installation, reader)
        .run(
            new VendorDrill.Question(
                vendor,
                data.stream().map(context.workingDirectory()::resolve).toList(),
                IncidentLureCommand.policy(context, policy)),
            new VendorDrill.Accounts(directory, accounts.file(context)));
  }

  private void page(Supplier<String> page) {
    new PageFiles(context, html, null, "drill.html", json)
        .html(() -> page.get().getBytes(StandardCharsets.UTF_8));
  }
}
