package dev.firebreak.console;

import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.erasure.EndStep;
import dev.firebreak.incident.DrillTrend;
import dev.firebreak.incident.TrendChart;
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
/// @param ending the steps of its end; empty where nobody decided it
/// @param held people by category and form, as the ledger knows
/// @param trend how many people it had, by weeks
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
    List<EndStep> ending,
    PeopleSummary held,
    DrillTrend trend,
    Optional<Instant> knownSince,
    List<VendorReview> reviews,
    List<Rating.Given> ratings,
    LocalDate today) {
  public VendorView {
    standards = List.copyOf(standards);
    ending = List.copyOf(ending);
    reviews = List.copyOf(reviews);
    ratings = List.copyOf(ratings);
  }

  /// What its switch can be turned to from here, as the paths below its page name it.
  public List<String> turns() {
    if (!row.bound()) {
      return List.of();
    }
    return switch (status.state()) {
      case ACTIVE -> List.of("cut", "hold");
      case HELD -> status.heldByRegister() ? List.of("cut", "hold") : List.of("cut", "release");
      case CUT -> List.of("resume");
    };
  }

  /// The trend as a picture; empty where there is nothing to compare.
  public Optional<TrendChart> chart() {
    return trend.points().size() < 2 ? Optional.empty() : Optional.of(new TrendChart(trend));
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
