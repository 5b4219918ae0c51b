package dev.firebreak.testkit.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Records that the company planted at the vendor, each with whether the export has it. Confined to
/// one thread.
final class CanaryBook {
  /// How far a row's time may be from a record's, in seconds.
  private static final long NEAR = 60;

  private static final double OUTSIDE_EACH_SIDE = 0.025;

  /// A row has it whose time is near; without a time any row does.
  ///
  /// @param sent epoch seconds; 0 where nobody wrote it down
  /// @param rows times of all rows about its person
  private record Planted(String identifier, long sent, List<Long> rows) {
    private boolean isInTime() {
      return sent <= World.STOLEN.getEpochSecond();
    }

    private boolean isFound() {
      return sent == 0
          ? !rows.isEmpty()
          : rows.stream().anyMatch(second -> Math.abs(second - sent) <= NEAR);
    }
  }

  private final List<Planted> records = new ArrayList<>();

  /// @param rows times of all rows about its person, which may grow later
  void plant(String identifier, long sent, List<Long> rows) {
    records.add(new Planted(identifier, sent, rows));
  }

  /// As docs/reference/incident.md says; one time is written as text, the next as a number.
  String csv() {
    StringBuilder csv = new StringBuilder("identifier,sent_at\n");
    for (int i = 0; i < records.size(); i++) {
      Planted record = records.get(i);
      String number = record.sent() == 0 ? "" : Long.toString(record.sent());
      boolean text = record.sent() != 0 && i % 2 == 0;
      csv.append(World.cell(record.identifier())).append(',');
      csv.append(text ? java.time.Instant.ofEpochSecond(record.sent()) : number).append('\n');
    }
    return csv.toString();
  }

  /// What they say about the export.
  ///
  /// @param people whom the vendor got in the export's time; 0 without a ledger
  /// @param found those of them whom the export has
  Map<String, Object> truth(long people, long found) {
    List<Planted> counted = records.stream().filter(Planted::isInTime).toList();
    long has = counted.stream().filter(Planted::isFound).count();
    int n = counted.size();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("planted", records.size());
    tree.put("counted", n);
    tree.put("found", has);
    double low = has == 0 ? 0 : root(p -> tail(has, n, p) - OUTSIDE_EACH_SIDE);
    double high = has == n ? 1 : root(p -> OUTSIDE_EACH_SIDE - (1 - tail(has + 1, n, p)));
    tree.put("low", rounded(low));
    tree.put("high", rounded(high));
    tree.put("confidence", 0.95);
    tree.put("ledgerPeople", people);
    tree.put("ledgerFound", found);
    return tree;
  }

  /// Two computations agree to the sixth place.
  static double rounded(double share) {
    return Math.round(share * 1e6) / 1e6;
  }

  /// The chance of at least so many of `n`: the binomial terms one from the other.
  private static double tail(long atLeast, int n, double p) {
    double term = Math.pow(1 - p, n);
    double below = 0;
    for (int k = 0; k < atLeast; k++) {
      below += term;
      term *= (n - k) / (k + 1.0) * p / (1 - p);
    }
    return 1 - below;
  }

  private static double root(DoubleUnaryOperator rising) {
    double from = 1e-12;
    double to = 1 - 1e-12;
    for (int i = 0; i < 100; i++) {
      double middle = (from + to) / 2;
      if (rising.applyAsDouble(middle) < 0) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
