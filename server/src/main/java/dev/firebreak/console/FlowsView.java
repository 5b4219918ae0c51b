package dev.firebreak.console;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the page of flows shows. Public for the template alone.
///
/// @param days of the period
/// @param from its first day, UTC
/// @param countedAt when the ledger was asked
/// @param vendors the columns
/// @param rows by category, in the order of the taxonomy
/// @param rates what comes in now; empty where no gateway runs here
public record FlowsView(
    int days,
    LocalDate from,
    Instant countedAt,
    List<VendorId> vendors,
    List<Row> rows,
    List<Rate> rates) {
  /// The periods to choose from, in days.
  public static final List<Integer> PERIODS = List.of(1, 7, 30, 90);

  public FlowsView {
    vendors = List.copyOf(vendors);
    rows = List.copyOf(rows);
    rates = List.copyOf(rates);
  }

  /// One category.
  ///
  /// @param cells by vendor, in their order; empty where it never occurred
  public record Row(DataCategory category, List<Optional<FlowCell>> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// What comes in at a binding.
  ///
  /// @param lastMinute messages
  /// @param steps messages by five seconds, the latest last
  public record Rate(BindingId binding, VendorId vendor, long lastMinute, List<Long> steps) {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 24;

    public Rate {
      steps = List.copyOf(steps);
    }

    /// The line of the last five minutes, as SVG's points.
    public String points() {
      long most = Math.max(1, steps.stream().mapToLong(Long::longValue).max().orElse(1));
      double step = WIDTH / (double) Math.max(1, steps.size() - 1);
      return IntStream.range(0, steps.size())
          .mapToObj(i ->
              String.format(
                  Locale.ROOT,
                  "%.1f,%.1f",
                  i * step,
                  HEIGHT - 1 - (HEIGHT - 2) * steps.get(i) / (double) most))
          .collect(Collectors.joining(" "));
    }
  }

  /// The address of a category's page.
  public String address(VendorId vendor, DataCategory category) {
    return "/flows/" + vendor.value() + "/" + category.key() + "?days=" + days;
  }
}
