package dev.firebreak.cli;

import dev.firebreak.incident.Findings;
import dev.firebreak.incident.ProvisionalList;
import dev.firebreak.taxonomy.DataCategory;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the incident commands say to a person: counts, kinds and grades, no value of anybody.
final class IncidentPrinter {
  private final PrintWriter out;

  IncidentPrinter(PrintWriter out) {
    this.out = out;
  }

  void provisional(ProvisionalList list) {
    out.printf(
        Locale.ROOT,
        "Provisional, from the ledger alone: %,d accounts and %,d other subjects, up to %s"
            + " (%.1f s).%n",
        list.accounts(),
        list.otherSubjects(),
        list.until(),
        list.sources().machineSeconds());
    out.println(
        list.sources()
            .ledgerKnowsSince()
            .map(since -> "The ledger knows this vendor since " + since + ".")
            .orElse("The ledger never saw this vendor: it says nothing about this period."));
  }

  void findings(Findings findings) {
    out.printf(
        Locale.ROOT,
        "Findings %d: %,d people found (%,d of them only mentioned in rows about others), %,d"
            + " ambiguous, %,d without an account; %,d rows, %,d"
            + " rejected (%.1f s).%nSeverity by ENISA %.2f to %.2f.%n",
        findings.version(),
        findings.people().found(),
        findings.people().grounds().onlyMentioned(),
        findings.people().ambiguous(),
        findings.people().unresolved(),
        findings.data().rowsRead(),
        findings.data().rowsRejected(),
        findings.data().span().machineSeconds(),
        findings.risk().severity().low(),
        findings.risk().severity().high());
    if (!findings.addedByVendor().isEmpty()) {
      out.println(
          "The vendor added by itself: "
              + findings.addedByVendor().stream()
                  .flatMap(field -> field.category().stream())
                  .filter(category -> category != DataCategory.OPERATIONS)
                  .distinct()
                  .map(DataCategory::key)
                  .collect(Collectors.joining(", ")));
    }
    findings.absences().forEach(a -> out.println("  " + a.category().key() + ": " + a.words()));
  }
}
