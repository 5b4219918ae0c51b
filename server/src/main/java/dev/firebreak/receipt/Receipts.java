package dev.firebreak.receipt;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.history.ImportStore;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.DisclosedPeople;
import dev.firebreak.ledger.SubjectDisclosures;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Makes receipts out of the ledger. Each is in the audit log, with who asked and why, before
/// anything is looked up. Thread-safe.
public final class Receipts {
  private final Installation installation;
  private final ImportStore imports;

  public Receipts(Installation installation) {
    this.installation = installation;
    imports = new ImportStore(installation.control());
  }

  /// Who asks, and why.
  ///
  /// @param actor an operator's name, or a component as [AuditLog] has them
  /// @param reason as the number of an access request
  public record Asker(String actor, String reason) {}

  /// What vendors were given about an account, up to now.
  ///
  /// @param vendors those to say something about even where they were given nothing; those that the
  ///   ledger knows are added
  /// @throws IOException where the ledger cannot be brought up to date or read
  public Receipt of(String accountId, Collection<VendorId> vendors, Asker asker)
      throws IOException {
    installation
        .audit()
        .append(
            asker.actor(),
            "SubjectLookedUp",
            "ledger",
            Map.of(
                "vendors",
                Integer.toString(vendors.size()),
                "subject",
                installation.keys().subjectKeyring().account(accountId).toString(),
                "reason",
                asker.reason()));
    installation.deliveries().feedLedger();
    RegisterFiles register = RegisterFiles.readable(installation.config().folder());
    List<VendorReceipt> receipts = new ArrayList<>();
    for (SubjectDisclosures disclosures :
        new DisclosedPeople(installation.ledger(), installation.keys().subjectKeyring())
            .ofAccount(accountId, vendors)) {
      long erased = installation.ledger().erasedSubjects(disclosures.vendor());
      receipts.add(
          VendorReceipt.of(disclosures, register, imports.of(disclosures.vendor()), erased));
    }
    return new Receipt(
        installation.config().company(), accountId, installation.clock().instant(), receipts);
  }
}
