package dev.firebreak.risk;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The severity of a personal data breach by the method that ENISA published in 2013: SE = DPC x EI
/// + CB. It is a range, since the kind of data and the ease of identification have readings.
///
/// - **DPC**, the kind of data: 1 simple, 2 behavioral, 3 financial, 4 sensitive; the low reading
///   is the one where the data says little about the person. It counts only kinds that the data
///   holds about at least one person in twenty, so that a single find does not decide for all; the
///   high reading counts every kind that the data holds about anybody.
/// - **EI**, the ease of identification, follows from measured shares: 1 where at least one person
///   in twenty has a direct identifier in clear; else 0.25, 0.5, 0.75 or 1 as the best attacker
///   with public or leaked knowledge names under 5 %, under 20 %, under 50 % or more. Being unique
///   is not yet being named: for the high reading the share of unique people counts one step lower.
///   Where no such attacker was tried, nothing speaks for that step, and it counts in full. Where
///   the data has identifying fields that were not measured, the share of unique people is unknown,
///   and the high reading is 1, whoever was tried.
/// - **CB**, the circumstances: 0.5 for unknown receivers, 0.25 for known ones, 0.5 each for data
///   altered or lost for good, 0.5 for intent.
///
/// It has no term for the number of people but a flag, and none for what an attacker can do with an
/// address: that is [PhishingRisk].
///
/// @param kind DPC
/// @param identification EI
/// @param circumstances CB
/// @param attackerTried whether EI rests on an attacker with public or leaked knowledge; where it
///   does not, nobody measured that a risk is unlikely
/// @param uniqueKnown whether the share of unique people is known; where it is not, nobody measured
///   that a risk is unlikely either
/// @param flags facts beside the sum
public record EnisaSeverity(
    Factor kind,
    Factor identification,
    Factor circumstances,
    boolean attackerTried,
    boolean uniqueKnown,
    List<String> flags) {
  private static final double DIRECT_SHARE_MIN = 0.05;
  private static final double KIND_SHARE_MIN = 0.05;
  private static final double EASE_MIN = 0.25;
  private static final double EASE_STEP = 0.25;
  private static final long MANY_PEOPLE = 100;
  private static final long DIRECT =
      mask(
          DataCategory.NAME,
          DataCategory.EMAIL,
          DataCategory.PHONE,
          DataCategory.POSTAL_ADDRESS,
          DataCategory.USERNAME,
          DataCategory.CREDIT_CARD,
          DataCategory.BANK_ACCOUNT,
          DataCategory.GOVERNMENT_ID,
          DataCategory.BIOMETRIC);

  public EnisaSeverity {
    flags = List.copyOf(flags);
  }

  /// One factor of the formula with what it rests on.
  ///
  /// @param name `DPC`, `EI` or `CB`
  /// @param low reading that favors the controller
  /// @param high reading that favors the people
  public record Factor(String name, double low, double high, String evidence) {
    public Factor {
      if (!(low >= 0 && low <= high)) {
        throw new IllegalArgumentException("the low reading is above the high one");
      }
    }
  }

  /// ENISA's bands.
  public enum Band {
    LOW,
    MEDIUM,
    HIGH,
    VERY_HIGH;

    static Band of(double severity) {
      if (severity < 2) {
        return LOW;
      }
      return severity < 3 ? MEDIUM : severity < 4 ? HIGH : VERY_HIGH;
    }

    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// The severity that follows from what was measured and decided.
  public static EnisaSeverity of(SeverityInput input) {
    List<String> flags = new ArrayList<>();
    if (input.held().people() > MANY_PEOPLE) {
      flags.add("more than " + MANY_PEOPLE + " people: " + input.held().people());
    }
    return new EnisaSeverity(
        kind(input),
        identification(input),
        circumstances(input),
        input.shares().identified().isPresent(),
        input.shares().unique().isPresent(),
        flags);
  }

  /// Categories that name a person without any research.
  public static long directIdentifiers() {
    return DIRECT;
  }

  public double low() {
    return kind.low() * identification.low() + circumstances.low();
  }

  public double high() {
    return kind.high() * identification.high() + circumstances.high();
  }

  public Band lowBand() {
    return Band.of(low());
  }

  public Band highBand() {
    return Band.of(high());
  }

  private static Factor kind(SeverityInput input) {
    Masks masks = input.held().masks();
    double low = 1;
    double high = 1;
    List<String> seen = new ArrayList<>();
    for (DataKind kind : DataKind.values()) {
      long present = (masks.clear() | masks.generalized()) & kind.mask();
      if (present != 0) {
        double share = input.held().share(kind);
        low = share >= KIND_SHARE_MIN ? Math.max(low, kind.low()) : low;
        high = Math.max(high, kind.high());
        seen.add(kind.words() + " (" + words(present) + ": " + people(share) + ")");
      }
    }
    for (SeverityInput.ContextShift shift : input.context()) {
      low = Math.clamp(low + shift.steps(), 1, 4);
      high = Math.clamp(high + shift.steps(), 1, 4);
      seen.add("shifted by " + shift.steps() + ": " + shift.reason());
    }
    String evidence =
        seen.isEmpty()
            ? "simple data only"
            : String.join("; ", seen)
                + ". The low reading counts what the data holds about at least "
                + percent(KIND_SHARE_MIN)
                + " of the people";
    return new Factor("DPC", low, high, evidence);
  }

  private static String people(double share) {
    return share == 0
        ? "of nobody who was counted"
        : "of " + (share < 0.001 ? "under 0.1 %" : percent(share)) + " of the people";
  }

  private static Factor identification(SeverityInput input) {
    SeverityInput.Shares shares = input.shares();
    Masks masks = input.held().masks();
    if (shares.direct() >= DIRECT_SHARE_MIN) {
      String evidence =
          percent(shares.direct())
              + " of the people stand in the data with a direct identifier in clear ("
              + words(masks.clear() & DIRECT)
              + ")";
      return new Factor("EI", 1, 1, evidence);
    }
    double named = ease(Math.max(shares.identified().orElse(0), shares.direct()));
    double unique = unique(shares);
    String attacker =
        shares.identified().isPresent()
            ? "the best attacker with public or leaked knowledge names "
                + percent(shares.identified().getAsDouble())
            : "no attacker with public or leaked knowledge was tried on a field that the data has,"
                + " so nobody knows how many can be named, and uniqueness counts in full";
    String evidence =
        percent(shares.direct())
            + " with a direct identifier in clear; "
            + attacker
            + "; "
            + (shares.unique().isPresent()
                ? percent(shares.unique().getAsDouble()) + " are unique"
                : "how many are unique is unknown, since identifying fields were not measured, and"
                    + " counts as everybody")
            + (masks.tokenized() == 0 ? "" : "; as tokens only: " + words(masks.tokenized()));
    return new Factor("EI", named, Math.max(named, unique), evidence);
  }

  private static double unique(SeverityInput.Shares shares) {
    if (shares.unique().isEmpty()) {
      return 1;
    }
    double ease = ease(shares.unique().getAsDouble());
    return shares.identified().isPresent() ? Math.max(EASE_MIN, ease - EASE_STEP) : ease;
  }

  private static double ease(double share) {
    if (share < 0.05) {
      return 0.25;
    }
    return share < 0.2 ? 0.5 : share < 0.5 ? 0.75 : 1;
  }

  private static Factor circumstances(SeverityInput input) {
    SeverityInput.Circumstances facts = input.circumstances();
    double sum = facts.unknownReceivers() ? 0.5 : 0.25;
    List<String> seen = new ArrayList<>();
    seen.add(facts.unknownReceivers() ? "unknown receivers 0.5" : "known receivers 0.25");
    if (facts.altered()) {
      sum += 0.5;
      seen.add("altered for good 0.5");
    }
    if (facts.unavailable()) {
      sum += 0.5;
      seen.add("lost for good 0.5");
    }
    if (facts.malicious()) {
      sum += 0.5;
      seen.add("intent 0.5");
    }
    String evidence = String.join(", ", seen);
    return new Factor(
        "CB",
        sum,
        sum,
        facts.stated().isEmpty() ? evidence : evidence + "; " + String.join("; ", facts.stated()));
  }

  private static String words(long mask) {
    return DataCategory.ofMask(mask).stream()
        .map(DataCategory::key)
        .collect(Collectors.joining(", "));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  private static long mask(DataCategory... categories) {
    long mask = 0;
    for (DataCategory category : categories) {
      mask |= category.mask();
    }
    return mask;
  }
}
