package dev.firebreak.matrix;

import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// How many people one vendor got each category of, month by month. Public for the template alone.
///
/// @param statement for which time this is known
/// @param months in their order, as `2025-11`; `earlier` and `later` are those of events whose own
///   times lie outside
/// @param people how many the vendor has in each month
/// @param rows by category, in the order of the taxonomy
public record VendorMonths(
    String vendor, String statement, List<String> months, List<Long> people, List<Row> rows) {
  public VendorMonths {
    months = List.copyOf(months);
    people = List.copyOf(people);
    rows = List.copyOf(rows);
  }

  /// One category through the months.
  public record Row(DataCategory category, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// How many people of one category and month are there in which form; one may be in several.
  public record Cell(long clear, long generalized, long tokenized) {
    static final Cell NONE = new Cell(0, 0, 0);

    boolean isEmpty() {
      return equals(NONE);
    }
  }

  /// Out of the months' counts.
  public static VendorMonths of(
      String vendor, String statement, SequencedMap<String, PeopleSummary> months) {
    Set<DataCategory> categories = new TreeSet<>();
    months.values().forEach(month -> categories.addAll(month.forms().keySet()));
    List<Row> rows = new ArrayList<>();
    for (DataCategory category : categories) {
      rows.add(
          new Row(category, months.values().stream().map(month -> cell(month, category)).toList()));
    }
    return new VendorMonths(
        vendor,
        statement,
        List.copyOf(months.keySet()),
        months.values().stream().map(PeopleSummary::total).toList(),
        rows);
  }

  private static Cell cell(PeopleSummary month, DataCategory category) {
    PeopleSummary.Forms forms = month.forms().get(category);
    return forms == null
        ? Cell.NONE
        : new Cell(forms.clear(), forms.generalized(), forms.tokenized());
  }

  /// The most people of any month.
  public long peopleMax() {
    return people.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
