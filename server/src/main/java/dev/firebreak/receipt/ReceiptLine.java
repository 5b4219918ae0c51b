package dev.firebreak.receipt;

import dev.firebreak.ledger.Disclosure;
import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One kind of data that a vendor was given in one form, or that was held back.
///
/// @param events in how many messages
/// @param firstDay the first day (UTC) of disclosure
/// @param lastDay the last one, inclusive
public record ReceiptLine(
    DataCategory category, DisclosedForm form, long events, LocalDate firstDay, LocalDate lastDay) {
  private record Key(DisclosedForm form, DataCategory category) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::form).thenComparing(Key::category);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /// The lines of a person's facts at one vendor, by form and in the order of the taxonomy.
  static List<ReceiptLine> of(List<Disclosure> facts) {
    Map<Key, ReceiptLine> lines = new TreeMap<>();
    for (Disclosure fact : facts) {
      for (DisclosedForm form : DisclosedForm.values()) {
        for (DataCategory category : DataCategory.ofMask(form.categories(fact.masks()))) {
          lines.merge(
              new Key(form, category),
              new ReceiptLine(category, form, fact.events(), fact.day(), fact.day()),
              ReceiptLine::and);
        }
      }
    }
    return new ArrayList<>(lines.values());
  }

  private ReceiptLine and(ReceiptLine other) {
    return new ReceiptLine(
        category,
        form,
        events + other.events,
        firstDay.isBefore(other.firstDay) ? firstDay : other.firstDay,
        lastDay.isAfter(other.lastDay) ? lastDay : other.lastDay);
  }
}
