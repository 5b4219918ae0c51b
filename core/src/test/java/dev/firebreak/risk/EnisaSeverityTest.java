package dev.firebreak.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.risk.EnisaSeverity.Band;
import dev.firebreak.risk.SeverityInput.Circumstances;
import dev.firebreak.risk.SeverityInput.ContextShift;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EnisaSeverityTest {
  private static final long NAME_AND_MAIL = DataCategory.NAME.mask() | DataCategory.EMAIL.mask();
  private static final long BEHAVIOR = DataCategory.BEHAVIOR.mask() | DataCategory.REFERRER.mask();

  private static final double UNKNOWN = -1;

  private static EnisaSeverity severity(
      long clear,
      long generalized,
      double direct,
      double named,
      double unique,
      ContextShift... shifts) {
    return severity(held(clear, generalized, 1), direct, OptionalDouble.of(named), unique, shifts);
  }

  private static EnisaSeverity severity(
      SeverityInput.Held held,
      double direct,
      OptionalDouble named,
      double unique,
      ContextShift... shifts) {
    return EnisaSeverity.of(
        new SeverityInput(
            held,
            new SeverityInput.Shares(
                direct,
                named,
                unique == UNKNOWN ? OptionalDouble.empty() : OptionalDouble.of(unique)),
            Circumstances.STOLEN,
            List.of(shifts)));
  }

  /// Data that holds every kind of the masks about the same share of people.
  private static SeverityInput.Held held(long clear, long generalized, double share) {
    Map<DataKind, Double> shares = new EnumMap<>(DataKind.class);
    for (DataKind kind : DataKind.values()) {
      if (((clear | generalized) & kind.mask()) != 0) {
        shares.put(kind, share);
      }
    }
    Masks masks = new Masks(clear, generalized, DataCategory.ACCOUNT_ID.mask(), 0);
    return new SeverityInput.Held(masks, 10_000, shares);
  }

  @Test
  void nameAndMailAloneAreTwo() {
    EnisaSeverity severity = severity(NAME_AND_MAIL, 0, 1, 1, 1);

    assertThat(severity.low()).isEqualTo(2.0);
    assertThat(severity.high()).isEqualTo(2.0);
    assertThat(severity.highBand()).isEqualTo(Band.MEDIUM);
  }

  @Test
  void fullSetIsTwoToThree() {
    EnisaSeverity severity = severity(NAME_AND_MAIL | BEHAVIOR, 0, 1, 1, 1);

    assertThat(severity.low()).isEqualTo(2.0);
    assertThat(severity.high()).isEqualTo(3.0);
    assertThat(severity.highBand()).isEqualTo(Band.HIGH);
  }

  @Test
  void treatedSetIsOneAndAHalfAtMost() {
    EnisaSeverity severity =
        severity(
            DataCategory.BEHAVIOR.mask() | DataCategory.COUNTRY.mask(),
            DataCategory.USER_AGENT.mask(),
            0,
            0.001,
            0.1);

    assertThat(severity.low()).isEqualTo(1.25);
    assertThat(severity.high()).isEqualTo(1.5);
    assertThat(severity.highBand()).isEqualTo(Band.LOW);
    assertThat(severity.identification().evidence()).contains("0.1 %", "user.unique_id");
  }

  @Test
  void delicateProductIsFiveInClearAndTwoInTokens() {
    ContextShift delicate = new ContextShift(2, "using the product at all is delicate");
    long media = DataCategory.MEDIA_CONSUMPTION.mask();

    assertThat(severity(NAME_AND_MAIL | media, 0, 1, 1, 1, delicate).high()).isEqualTo(5.0);
    assertThat(severity(media, 0, 0, 0, 0, delicate).high()).isEqualTo(2.0);
  }

  @Test
  void easeFollowsTheMeasuredShareOfNamedPeople() {
    assertThat(severity(0, BEHAVIOR, 0, 0.049, 0).identification().low()).isEqualTo(0.25);
    assertThat(severity(0, BEHAVIOR, 0, 0.05, 0).identification().low()).isEqualTo(0.5);
    assertThat(severity(0, BEHAVIOR, 0, 0.2, 0).identification().low()).isEqualTo(0.75);
    assertThat(severity(0, BEHAVIOR, 0, 0.5, 0).identification().low()).isEqualTo(1);
  }

  @Test
  void uniquePeopleRaiseOnlyTheHighReading() {
    EnisaSeverity.Factor ease = severity(0, BEHAVIOR, 0, 0, 0.6).identification();

    assertThat(ease.low()).isEqualTo(0.25);
    assertThat(ease.high()).isEqualTo(0.75);
  }

  @Test
  void withoutAnyAttackerUniquenessCountsInFullAndTheEvidenceSaysSo() {
    EnisaSeverity severity = severity(held(0, BEHAVIOR, 1), 0, OptionalDouble.empty(), 0.6);

    assertThat(severity.identification().low()).isEqualTo(0.25);
    assertThat(severity.identification().high()).isEqualTo(1);
    assertThat(severity.identification().evidence())
        .contains("no attacker", "was tried")
        .doesNotContain("names 0.0 %");
    assertThat(severity.attackerTried()).isFalse();
  }

  @Test
  void whereFieldsWereNotMeasuredEverybodyCountsAsUniqueWhoeverWasTried() {
    EnisaSeverity severity = severity(held(0, BEHAVIOR, 1), 0, OptionalDouble.of(0), UNKNOWN);

    assertThat(severity.identification().low()).isEqualTo(0.25);
    assertThat(severity.identification().high()).isEqualTo(1);
    assertThat(severity.identification().evidence())
        .contains("unknown")
        .doesNotContain("0.0 % are unique");
    assertThat(severity.attackerTried()).isTrue();
    assertThat(severity.uniqueKnown()).isFalse();
  }

  @Test
  void onePersonOfAThousandDoesNotDecideTheLowReading() {
    long content = DataCategory.PRIVATE_CONTENT.mask();
    EnisaSeverity.Factor kind =
        severity(held(content, 0, 0.001), 0, OptionalDouble.of(0), 0).kind();

    assertThat(kind.low()).isEqualTo(1);
    assertThat(kind.high()).isEqualTo(4);
    assertThat(kind.evidence()).contains("user.content.private: of 0.1 % of the people", "5.0 %");
  }

  @Test
  void kindHeldAboutOnePersonInTwentyDecidesBothReadings() {
    long content = DataCategory.PRIVATE_CONTENT.mask();

    assertThat(severity(held(content, 0, 0.05), 0, OptionalDouble.of(0), 0).kind().low())
        .isEqualTo(2);
  }

  @Test
  void healthDataRaisesTheKind() {
    assertThat(severity(DataCategory.HEALTH.mask(), 0, 0, 0, 0).kind().high()).isEqualTo(4);
  }

  @Test
  void sharesOutsideZeroToOneAreRefused() {
    assertThatThrownBy(() -> severity(0, 0, 1.1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> severity(0, 0, Double.NaN, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
