package dev.firebreak.ledger;

import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a ledger file's name says of it.
///
/// ```
/// l0-0000000017-facts-mixpanel.parquet                 a batch
/// l1-0000000018-facts-mixpanel-2025-11-03-00.parquet   a day
/// l2-0000000240-facts-mixpanel-2025-11-02.parquet      a month, the third part of it
/// ```
///
/// @param level 0 for a batch, 1 for a day, 2 for a month
/// @param sequence the switch of the manifest with which it came
/// @param table what its rows are
/// @param vendor whose rows it holds
/// @param period a day, a month or [#UNDATED]; empty text at level 0
/// @param part tells files of one period and one switch apart; 0 at level 0
record LedgerFileName(
    int level, long sequence, LedgerTable table, VendorId vendor, String period, int part) {
  /// The period of links and ids that came with no fact.
  static final String UNDATED = "undated";

  /// How many files one switch can bring for one period.
  static final int PARTS_MAX = 256;

  private static final Pattern BATCH =
      Pattern.compile("l0-([0-9]{10})-(facts|links|ids|erased)-([a-z][a-z0-9-]{0,31})\\.parquet");
  private static final Pattern PERIOD =
      Pattern.compile(
          "l([12])-([0-9]{10})-(facts|links|ids)-([a-z][a-z0-9-]{0,31})"
              + "-([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|undated)-([0-9a-f]{2})\\.parquet");

  LedgerFileName {
    boolean fits =
        switch (level) {
          case 0 -> period.isEmpty() && part == 0;
          case 1 -> period.equals(UNDATED) || period.length() == "2025-11-03".length();
          case 2 -> period.equals(UNDATED) || period.length() == "2025-11".length();
          default -> false;
        };
    if (!fits || part < 0 || part >= PARTS_MAX || sequence < 0) {
      throw new IllegalArgumentException("a ledger file's period is that of its level");
    }
  }

  /// The name of a batch's file.
  static LedgerFileName batch(long sequence, LedgerTable table, VendorId vendor) {
    return new LedgerFileName(0, sequence, table, vendor, "", 0);
  }

  /// What a name says; empty for a name that is no ledger file's.
  static Optional<LedgerFileName> parse(String name) {
    Matcher batch = BATCH.matcher(name);
    if (batch.matches()) {
      return Optional.of(
          batch(
              Long.parseLong(batch.group(1)),
              LedgerTable.ofLabel(batch.group(2)),
              new VendorId(batch.group(3))));
    }
    Matcher period = PERIOD.matcher(name);
    if (!period.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LedgerFileName(
              Integer.parseInt(period.group(1)),
              Long.parseLong(period.group(2)),
              LedgerTable.ofLabel(period.group(3)),
              new VendorId(period.group(4)),
              period.group(5),
              Integer.parseInt(period.group(6), 16)));
    } catch (IllegalArgumentException periodOfAnotherLevel) {
      return Optional.empty();
    }
  }

  /// The period of a day, at level 1.
  static String day(Optional<LocalDate> day) {
    return day.map(LocalDate::toString).orElse(UNDATED);
  }

  /// The period at level 2 that a period of level 1 belongs to.
  static String monthOf(String day) {
    return day.equals(UNDATED) ? UNDATED : YearMonth.from(LocalDate.parse(day)).toString();
  }

  @Override
  public String toString() {
    return level == 0
        ? String.format(Locale.ROOT, "l0-%010d-%s-%s.parquet", sequence, table.label(), vendor)
        : String.format(
            Locale.ROOT,
            "l%d-%010d-%s-%s-%s-%02x.parquet",
            level,
            sequence,
            table.label(),
            vendor,
            period,
            part);
  }
}
