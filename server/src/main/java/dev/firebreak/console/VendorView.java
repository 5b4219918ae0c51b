package dev.firebreak.console;

import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.register.Rating;
import dev.firebreak.register.StandardResult;
import dev.firebreak.register.VendorFile;
import dev.firebreak.register.VendorReview;
import dev.firebreak.standard.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What one vendor's page shows. Public for the template alone.
///
/// @param row as in the list
/// @param status whether anything is sent
/// @param standing where it stands with its standards
/// @param file what the register says; empty where it has no file
/// @param standards those that it must meet, with what was found
/// @param held people by category and form, as the ledger knows
/// @param knownSince since when the ledger knows it; empty where it never did
/// @param reviews the latest first
/// @param ratings the latest first
/// @param today on which reviews are open or overdue
public record VendorView(
    VendorRow row,
    VendorStatus status,
    Standing standing,
    Optional<VendorFile> file,
    List<StandardResult> standards,
    PeopleSummary held,
    Optional<Instant> knownSince,
    List<VendorReview> reviews,
    List<Rating.Given> ratings,
    LocalDate today) {
  public VendorView {
    standards = List.copyOf(standards);
    reviews = List.copyOf(reviews);
    ratings = List.copyOf(ratings);
  }

  /// The bars of what it holds: a bar as wide as its field is everybody.
  public List<FormBars> bars() {
    return held.forms().entrySet().stream()
        .map(entry ->
            new FormBars(
                entry.getKey(),
                entry.getValue().clear(),
                entry.getValue().generalized(),
                entry.getValue().tokenized(),
                held.total()))
        .toList();
  }
}
