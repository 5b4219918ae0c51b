package dev.firebreak.receipt;

import dev.firebreak.history.ImportedHistory;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.KnowledgeBasis;
import dev.firebreak.ledger.PolicyUse;
import dev.firebreak.ledger.SubjectDisclosures;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.register.VendorFile;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one vendor was given about a person, and what the register says of that vendor. Printing
/// shows no id.
///
/// @param name as people know the vendor
/// @param file what the register has; empty where it has nothing
/// @param disclosures facts, ids and basis, as the ledger has them
/// @param lines kinds of data by form
/// @param policies the policies that applied; for imported history its import
/// @param imports the imports that some of it comes from
/// @param erasedSubjects how many subjects the ledger was made to forget for this vendor: nobody
///   knows any more whether this person was one of them
public record VendorReceipt(
    String name,
    Optional<VendorFile> file,
    SubjectDisclosures disclosures,
    List<ReceiptLine> lines,
    List<PolicyUse> policies,
    List<ImportedHistory> imports,
    long erasedSubjects) {
  /// What a vendor can work out from the address of a connection.
  private static final List<DataCategory> FROM_ADDRESS =
      List.of(DataCategory.COUNTRY, DataCategory.REGION, DataCategory.CITY);

  public VendorReceipt {
    lines = List.copyOf(lines);
    policies = List.copyOf(policies);
    imports = List.copyOf(imports);
  }

  /// @param imports all imports of the vendor
  static VendorReceipt of(
      SubjectDisclosures disclosures,
      RegisterFiles register,
      List<ImportedHistory> imports,
      long erasedSubjects) {
    List<PolicyUse> policies = PolicyUse.of(disclosures.facts());
    return new VendorReceipt(
        register.name(disclosures.vendor()),
        register.vendor(disclosures.vendor()),
        disclosures,
        ReceiptLine.of(disclosures.facts()),
        policies,
        imports.stream()
            .filter(each ->
                policies.stream().anyMatch(span -> span.version().equals(each.policyVersion())))
            .toList(),
        erasedSubjects);
  }

  public VendorId vendor() {
    return disclosures.vendor();
  }

  public KnowledgeBasis basis() {
    return disclosures.basis();
  }

  /// True where the vendor was given anything.
  public boolean disclosed() {
    return !disclosures.facts().isEmpty();
  }

  /// The first day on which the vendor was given something.
  ///
  /// @throws java.util.NoSuchElementException where it was given nothing
  public LocalDate firstDay() {
    return days().min(Comparator.naturalOrder()).orElseThrow();
  }

  /// The last day, as [#firstDay].
  public LocalDate lastDay() {
    return days().max(Comparator.naturalOrder()).orElseThrow();
  }

  private Stream<LocalDate> days() {
    return disclosures.facts().stream().map(Disclosure::day);
  }

  /// Whether one kind of data was given from the first to the last day on which anything was.
  boolean isOfAllTime(ReceiptLine line) {
    return line.firstDay().equals(firstDay()) && line.lastDay().equals(lastDay());
  }

  /// What the vendor can have worked out by itself and was not given: where somebody is, from an
  /// address in clear.
  public List<DataCategory> derivable() {
    if ((disclosures.masks().clear() & DataCategory.IP_ADDRESS.mask()) == 0) {
      return List.of();
    }
    return FROM_ADDRESS.stream()
        .filter(category -> (disclosures.masks().clear() & category.mask()) == 0)
        .toList();
  }

  @Override
  public String toString() {
    return "VendorReceipt[" + vendor() + "]";
  }
}
