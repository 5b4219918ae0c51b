package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.KnowledgeBasis;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Vendors by categories over months: how many people each vendor got each category of, in which
/// form. A person counts in every month that their events reach into.
///
/// @param vendors by vendor, what is known and the months with anybody in them
record LedgerMatrix(SortedMap<VendorId, OfVendor> vendors) {
  private static final int MONTHS_MAX = 120;

  /// @param basis for which time the vendor is known
  /// @param months months (UTC) in which the vendor has anybody's data
  record OfVendor(KnowledgeBasis basis, SortedMap<YearMonth, PeopleSummary> months) {}

  /// Counts month by month.
  ///
  /// @param from empty for since when each vendor is known
  /// @param to exclusive; empty for now
  /// @throws FirebreakException WRONG_USE for more than ten years
  static LedgerMatrix of(
      Installation installation,
      Collection<VendorId> vendors,
      Optional<Instant> from,
      Optional<Instant> to)
      throws IOException {
    Instant end = to.orElseGet(() -> installation.clock().instant());
    SortedMap<VendorId, OfVendor> found = new TreeMap<>();
    for (VendorId vendor : vendors) {
      Optional<Instant> since = installation.ledger().knowsSince(vendor);
      SortedMap<YearMonth, PeopleSummary> months = new TreeMap<>();
      if (since.isPresent()) {
        Instant start = from.filter(since.get()::isBefore).orElse(since.get());
        for (PeopleQuery query : months(vendor, start, end)) {
          PeopleSummary summary = installation.ledger().count(query);
          if (summary.total() > 0) {
            months.put(month(query.from().orElseThrow()), summary);
          }
        }
      }
      found.put(vendor, new OfVendor(KnowledgeBasis.of(since, from), months));
    }
    return new LedgerMatrix(found);
  }

  private static List<PeopleQuery> months(VendorId vendor, Instant start, Instant end) {
    List<PeopleQuery> months = new ArrayList<>();
    Instant from = start;
    while (from.isBefore(end)) {
      Instant next = month(from).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant to = next.isBefore(end) ? next : end;
      months.add(new PeopleQuery(vendor, Optional.of(from), Optional.of(to), Optional.empty()));
      if (months.size() > MONTHS_MAX) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, "a matrix has at most " + MONTHS_MAX + " months; add --from");
      }
      from = to;
    }
    return months;
  }

  private static YearMonth month(Instant instant) {
    return YearMonth.from(instant.atZone(ZoneOffset.UTC));
  }

  void print(PrintWriter out) {
    vendors.forEach((vendor, of) -> {
      out.println(vendor + ": " + of.basis().sentence());
      if (of.months().isEmpty()) {
        return;
      }
      TextTable table =
          new TextTable("month", "people", "category", "clear", "generalized", "token");
      of.months()
          .forEach((month, summary) ->
              summary
                  .forms()
                  .forEach((category, forms) ->
                      table.row(
                          month,
                          summary.total(),
                          category.key(),
                          forms.clear(),
                          forms.generalized(),
                          forms.tokenized())));
      table.print(out);
    });
  }

  List<Object> document() {
    List<Object> documents = new ArrayList<>();
    vendors.forEach((vendor, of) -> {
      List<Object> months = new ArrayList<>();
      of.months()
          .forEach((month, summary) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("month", month.toString());
            row.put("people", summary.total());
            row.put("categories", PeoplePrinter.document(summary).get("categories"));
            months.add(row);
          });
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("vendor", vendor.value());
      document.put("statement", of.basis().sentence());
      document.put("months", months);
      documents.add(document);
    });
    return documents;
  }
}
