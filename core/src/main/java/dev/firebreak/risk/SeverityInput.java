package dev.firebreak.risk;

import dev.firebreak.taxonomy.Masks;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What the severity of an incident is computed from; all of it measured or decided, with evidence.
///
/// @param held what stands in the data, and about how many people
/// @param shares how easily people are identified, as measured
/// @param circumstances what happened to the data
/// @param context shifts of the kind of data, decided by a person
public record SeverityInput(
    Held held, Shares shares, Circumstances circumstances, List<ContextShift> context) {
  public SeverityInput {
    context = List.copyOf(context);
  }

  /// What stands in the data.
  ///
  /// @param masks categories of anybody, by form
  /// @param people number of people in the data
  /// @param shareByKind share of people of whom the data holds the kind in clear or in a coarser
  ///   form, 0 to 1; a kind that is missing was counted for nobody
  public record Held(Masks masks, long people, Map<DataKind, Double> shareByKind) {
    public Held {
      Map<DataKind, Double> shares = new EnumMap<>(DataKind.class);
      shares.putAll(shareByKind);
      shares.values().forEach(SeverityInput::requireShare);
      shareByKind = java.util.Collections.unmodifiableMap(shares);
    }

    double share(DataKind kind) {
      return shareByKind.getOrDefault(kind, 0.0);
    }
  }

  /// How easily people are identified.
  ///
  /// @param direct share of people with a direct identifier in clear, 0 to 1
  /// @param identified share of targets whom the best measured attacker names who starts from
  ///   public or leaked knowledge, 0 to 1; empty where none was tried who knows a field that the
  ///   data has, which is not 0
  /// @param unique share of people alone in their equivalence class, 0 to 1; empty where the data
  ///   has identifying fields that were not measured, so that nobody knows
  public record Shares(double direct, OptionalDouble identified, OptionalDouble unique) {
    public Shares {
      requireShare(direct);
      identified.ifPresent(SeverityInput::requireShare);
      unique.ifPresent(SeverityInput::requireShare);
    }
  }

  private static void requireShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
    }
  }

  /// What happened to the data, in ENISA's terms.
  ///
  /// @param unknownReceivers true where nobody knows who has the data, false for known parties
  /// @param altered true where data was changed for good
  /// @param unavailable true where data is lost for good
  /// @param malicious true where somebody meant it
  /// @param stated why a person says so, where one does
  public record Circumstances(
      boolean unknownReceivers,
      boolean altered,
      boolean unavailable,
      boolean malicious,
      List<String> stated) {
    public Circumstances {
      stated = List.copyOf(stated);
    }

    /// An outsider copied the data at a vendor: nobody knows who has it, and it was meant.
    public static final Circumstances STOLEN =
        new Circumstances(true, false, false, true, List.of());
  }

  /// A shift of the data processing context that a person decided, such as +2 because the product's
  /// use alone is delicate.
  ///
  /// @param steps from -3 to 3
  /// @param reason as the report says it
  public record ContextShift(int steps, String reason) {
    public ContextShift {
      if (steps < -3 || steps > 3) {
        throw new IllegalArgumentException("a shift has at most three steps");
      }
    }
  }
}
