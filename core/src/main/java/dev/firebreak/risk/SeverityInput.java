package dev.firebreak.risk;

import java.util.List;

/// What the severity of an incident is computed from; all of it measured or decided, with evidence.
///
/// @param clear categories that stand in the data as they are, as mask
/// @param generalized categories that stand in it in a coarser form
/// @param tokenized categories that stand in it as tokens only
/// @param people number of people in the data
/// @param shareDirect share of people with a direct identifier in clear, 0 to 1
/// @param shareIdentified share of people whom the best measured attacker names who starts from
///   public or leaked knowledge, 0 to 1; 0 where none was run
/// @param shareUnique share of people alone in their equivalence class, 0 to 1
/// @param circumstances what happened to the data
/// @param context shifts of the kind of data, decided by a person
public record SeverityInput(
    long clear,
    long generalized,
    long tokenized,
    long people,
    double shareDirect,
    double shareIdentified,
    double shareUnique,
    Circumstances circumstances,
    List<ContextShift> context) {
  public SeverityInput {
    context = List.copyOf(context);
    for (double share : List.of(shareDirect, shareIdentified, shareUnique)) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
      }
    }
  }

  /// What happened to the data, in ENISA's terms.
  ///
  /// @param unknownReceivers true where nobody knows who has the data, false for known parties
  /// @param altered true where data was changed for good
  /// @param unavailable true where data is lost for good
  /// @param malicious true where somebody meant it
  public record Circumstances(
      boolean unknownReceivers, boolean altered, boolean unavailable, boolean malicious) {
    /// An outsider copied the data at a vendor: nobody knows who has it, and it was meant.
    public static final Circumstances STOLEN = new Circumstances(true, false, false, true);
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
