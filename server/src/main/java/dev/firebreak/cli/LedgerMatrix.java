package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.KnowledgeBasis;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.matrix.MatrixPage;
import dev.firebreak.matrix.VendorMonths;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Vendors by categories over months: how many people each vendor got each category of, in which
/// form. A person counts in every month that their events reach into. Events whose own times lie
/// before the vendor was known, or in the future, have rows of their own, unless times are asked
/// for that leave them out.
///
/// @param vendors by vendor, what is known and the months with anybody in them
record LedgerMatrix(SortedMap<VendorId, OfVendor> vendors) {
  private static final int MONTHS_MAX = 120;

  private static final String EARLIER = "earlier";
  private static final String LATER = "later";

  /// @param basis for which time the vendor is known
  /// @param months in their order, the months (UTC) in which the vendor has anybody's data;
  ///   [#EARLIER] and [#LATER] are events whose own times lie before and after all months
  record OfVendor(KnowledgeBasis basis, SequencedMap<String, PeopleSummary> months) {}

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
    Instant now = installation.clock().instant();
    SortedMap<VendorId, OfVendor> found = new TreeMap<>();
    for (VendorId vendor : vendors) {
      Optional<Instant> since =
          Stream.of(
                  installation.ledger().knowsSince(vendor),
                  installation.ledger().importedSince(vendor))
              .flatMap(Optional::stream)
              .min(Comparator.naturalOrder());
      SequencedMap<String, PeopleSummary> months = new LinkedHashMap<>();
      if (since.isPresent()) {
        for (Map.Entry<String, PeopleQuery> row : rows(vendor, since.get(), now, from, to)) {
          PeopleSummary summary = installation.ledger().count(row.getValue());
          if (summary.total() > 0) {
            months.put(row.getKey(), summary);
          }
        }
      }
      found.put(
          vendor, new OfVendor(KnowledgeBasis.of(installation.ledger(), vendor, from), months));
    }
    return new LedgerMatrix(found);
  }

  private static List<Map.Entry<String, PeopleQuery>> rows(
      VendorId vendor, Instant since, Instant now, Optional<Instant> from, Optional<Instant> to) {
    Instant start = from.filter(since::isBefore).orElse(since);
    Instant end = to.orElse(now);
    List<Map.Entry<String, PeopleQuery>> rows = new ArrayList<>();
    Instant earlierTo = end.isBefore(start) ? end : start;
    if (from.isEmpty() || from.get().isBefore(earlierTo)) {
      rows.add(Map.entry(EARLIER, query(vendor, from, Optional.of(earlierTo))));
    }
    for (PeopleQuery query : months(vendor, start, end)) {
      rows.add(Map.entry(month(query.from().orElseThrow()).toString(), query));
    }
    Instant laterFrom = end.isBefore(start) ? start : end;
    if (to.isEmpty()) {
      rows.add(Map.entry(LATER, query(vendor, Optional.of(laterFrom), to)));
    }
    return rows;
  }

  private static PeopleQuery query(VendorId vendor, Optional<Instant> from, Optional<Instant> to) {
    return new PeopleQuery(vendor, from, to, Optional.empty());
  }

  private static List<PeopleQuery> months(VendorId vendor, Instant start, Instant end) {
    List<PeopleQuery> months = new ArrayList<>();
    Instant from = start;
    while (from.isBefore(end)) {
      Instant next = month(from).plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant to = next.isBefore(end) ? next : end;
      months.add(query(vendor, Optional.of(from), Optional.of(to)));
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

  /// As a page with a picture for each vendor.
  MatrixPage page(String company, Instant madeAt) {
    List<VendorMonths> pictures = new ArrayList<>();
    vendors.forEach((vendor, of) ->
        pictures.add(VendorMonths.of(vendor.value(), of.basis().sentence(), of.months())));
    return new MatrixPage(company, madeAt, pictures);
  }

  List<Object> document() {
    List<Object> documents = new ArrayList<>();
    vendors.forEach((vendor, of) -> {
      List<Object> months = new ArrayList<>();
      of.months()
          .forEach((month, summary) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("month", month);
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
