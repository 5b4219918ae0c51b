package dev.firebreak.assessment;

import dev.firebreak.taxonomy.DataCategory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the values of a field say that it is, where no name does, and how far they bear out what
/// its name says.
final class ValueMeaning {
  private static final double WHOLE_FIELD_SHARE = 0.5;
  private static final double COUNTRIES_SHARE = 0.9;
  private static final long COUNTRIES_MIN = 20;
  private static final double OWN_IDS_SHARE = 0.1;
  private static final int OWN_IDS_MIN = 3;
  private static final int GUESSABLE_DIGITS_MAX = 5;
  private static final double CONFIDENCE_MAX = 0.9;

  private static final double BORNE_OUT = 0.04;
  private static final double DOUBTED = 0.3;
  private static final double DOUBT_SHARE = 0.1;
  private static final long DOUBT_MIN = 20;

  /// Categories whose values a detector knows, so that their absence means something.
  private static final Set<DataCategory> CHECKED =
      Set.of(DataCategory.EMAIL, DataCategory.IP_ADDRESS);

  private ValueMeaning() {}

  /// The category and slot that the values show; [FieldMeaning#NONE] where they show nothing.
  ///
  /// @param detections how many values hold a category
  static FieldMeaning of(
      Map<DataCategory, Long> detections,
      long values,
      ValueCounts counts,
      Map<DataCategory, Integer> inAccounts) {
    Optional<Map.Entry<DataCategory, Long>> detected =
        detections.entrySet().stream()
            .filter(entry -> entry.getValue() >= values * WHOLE_FIELD_SHARE)
            .max(
                Map.Entry.<DataCategory, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()));
    if (detected.isPresent()) {
      DataCategory category = detected.get().getKey();
      return meaning(category, (double) detected.get().getValue() / values);
    }
    return fromAccounts(counts, inAccounts)
        .or(() -> countries(counts, values))
        .orElse(FieldMeaning.NONE);
  }

  private static Optional<FieldMeaning> fromAccounts(
      ValueCounts counts, Map<DataCategory, Integer> inAccounts) {
    int sampled = counts.sample().size();
    if (inAccounts.containsKey(DataCategory.EMAIL)) {
      return Optional.of(meaning(DataCategory.EMAIL, 1));
    }
    if (sampled == 0 || isGuessable(counts)) {
      return Optional.empty();
    }
    return inAccounts.entrySet().stream()
        .filter(entry -> isEnough(entry.getKey(), entry.getValue(), sampled))
        .max(
            Map.Entry.<DataCategory, Integer>comparingByValue()
                .thenComparingInt(entry -> -entry.getKey().bit()))
        .map(entry -> meaning(entry.getKey(), Math.max(0.5, (double) entry.getValue() / sampled)));
  }

  /// Ids hardly ever match by chance, so a few are enough: the file may hold others' people too.
  private static boolean isEnough(DataCategory category, int matched, int sampled) {
    boolean most = matched >= sampled * WHOLE_FIELD_SHARE;
    boolean id = category == DataCategory.ACCOUNT_ID || category == DataCategory.ORGANIZATION_ID;
    return most || (id && matched >= OWN_IDS_MIN && matched >= sampled * OWN_IDS_SHARE);
  }

  /// Small numbers are the ids of somebody in every directory that counts its accounts.
  private static boolean isGuessable(ValueCounts counts) {
    ValueProfile profile = counts.profile();
    double numbers = profile.share(ValueShape.WHOLE_NUMBER) + profile.share(ValueShape.TRUTH);
    return profile.charsMax() <= GUESSABLE_DIGITS_MAX && numbers > WHOLE_FIELD_SHARE;
  }

  private static Optional<FieldMeaning> countries(ValueCounts counts, long values) {
    double share = counts.profile().share(ValueShape.COUNTRY_CODE);
    return values >= COUNTRIES_MIN && share >= COUNTRIES_SHARE
        ? Optional.of(meaning(DataCategory.COUNTRY, share * WHOLE_FIELD_SHARE))
        : Optional.empty();
  }

  private static FieldMeaning meaning(DataCategory category, double share) {
    Slot slot =
        switch (category) {
          case ACCOUNT_ID -> Slot.USER_ID;
          case EMAIL -> Slot.OTHER_EMAIL;
          default -> FieldMeaning.slotOf(category);
        };
    return new FieldMeaning(
        Optional.of(category), slot, FieldMeaning.VALUES, share * CONFIDENCE_MAX, false);
  }

  /// What a name says, with the confidence that the values leave in it.
  static FieldMeaning weighed(
      FieldMeaning named, Map<DataCategory, Long> detections, long values, ValueProfile profile) {
    Optional<DataCategory> category = named.category();
    if (category.isEmpty() || !CHECKED.contains(category.get())) {
      return named;
    }
    double share =
        (double) detections.getOrDefault(category.get(), 0L) / Math.max(1, values)
            + profile.share(ValueShape.HASH)
            + profile.share(ValueShape.TOKEN);
    if (share >= WHOLE_FIELD_SHARE) {
      return named.withConfidence(Math.min(0.99, named.confidence() + BORNE_OUT));
    }
    return share < DOUBT_SHARE && values >= DOUBT_MIN
        ? named.withConfidence(Math.min(named.confidence(), DOUBTED))
        : named;
  }
}
