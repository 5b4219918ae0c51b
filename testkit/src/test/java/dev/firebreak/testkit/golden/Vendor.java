package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How one vendor's export looks: rows, and the files that they stand in.
interface Vendor {
  /// As `amplitude`; one vendor may have several kinds of export.
  String name();

  /// A row of what somebody did.
  GoldenRow event(Visit visit);

  /// A row of what the vendor knows of somebody beside what they did; empty where the export has
  /// none.
  Optional<GoldenRow> profile(Visit visit);

  /// A row that says that two accounts are one person's; empty where the export cannot.
  Optional<GoldenRow> merged(Citizen one, Citizen other, long second);

  /// The same event again, as a retrying client or the vendor writes it.
  default GoldenRow again(Visit visit) {
    return event(visit);
  }

  /// The same event as it would stand there had it gone past a gateway.
  default GoldenRow past(Visit visit) {
    return event(visit);
  }

  /// The ground on which an account's id leads to it.
  default String groundOfId() {
    return "account_id";
  }

  /// Paths of what the vendor fills by itself, by its documents: from the address of a connection,
  /// or for its own bookkeeping.
  Set<String> filledByVendor();

  /// Whether the export has what could reach people, or texts: without, those known by it alone are
  /// nobody's.
  default boolean showsContacts() {
    return true;
  }

  /// Writes the export.
  ///
  /// @return what is handed over, and how many damaged rows are in it
  Haul write(List<GoldenRow> rows, Path folder) throws IOException;

  /// Files as handed over.
  ///
  /// @param damaged rows that cannot be read, beside those given
  record Haul(List<Path> files, int damaged) {
    public Haul {
      files = List.copyOf(files);
    }
  }
}
