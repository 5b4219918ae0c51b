package dev.firebreak.matrix;

import dev.firebreak.template.Templates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Vendors by categories over time as one self-contained page: counts, no people.
///
/// @param company whose vendors they are
/// @param vendors in their order
public record MatrixPage(String company, Instant madeAt, List<VendorMonths> vendors) {
  public MatrixPage {
    vendors = List.copyOf(vendors);
  }

  /// The day on which it was made, UTC.
  public LocalDate day() {
    return LocalDate.ofInstant(madeAt, ZoneOffset.UTC);
  }

  /// As HTML.
  public String html() {
    return new Templates().render("matrix/matrix.jte", Map.of("page", this));
  }
}
