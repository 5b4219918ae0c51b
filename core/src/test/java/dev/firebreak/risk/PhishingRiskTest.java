package dev.firebreak.risk;

import static dev.firebreak.risk.PhishingRisk.AccountValue.ADMIN;
import static dev.firebreak.risk.PhishingRisk.AccountValue.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.risk.PhishingRisk.Band;
import dev.firebreak.risk.PhishingRisk.Mfa;
import dev.firebreak.taxonomy.DataCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhishingRiskTest {
  /// Product, organization, name, account id, city, referrer, browser, address: P = 0.81.
  private static final long FULL_ROW =
      DataCategory.ORGANIZATION_ID.mask()
          | DataCategory.NAME.mask()
          | DataCategory.EMAIL.mask()
          | DataCategory.ACCOUNT_ID.mask()
          | DataCategory.CITY.mask()
          | DataCategory.REFERRER.mask()
          | DataCategory.BEHAVIOR.mask()
          | DataCategory.USER_AGENT.mask();

  @ParameterizedTest
  @CsvSource({
    "ADMIN, NONE, 57, 0.6, CRITICAL",
    "ADMIN, SMS, 13.8, 0.1, HIGH",
    "ADMIN, PROMPT, 5.8, 0.1, HIGH",
    "ADMIN, PASSKEY, 0.57, 0.01, LOW",
    "MEMBER, NONE, 19, 0.2, HIGH",
    "MEMBER, SMS, 4.6, 0.05, MEDIUM"
  })
  void fullRowScoresAsTheReferenceSays(
      PhishingRisk.AccountValue value, Mfa mfa, double score, double within, Band band) {
    PhishingRisk risk = PhishingRisk.of(FULL_ROW, false, mfa, value);

    assertThat(risk.premise()).isCloseTo(0.81, within(0.005));
    assertThat(risk.score()).isCloseTo(score, within(within));
    assertThat(risk.band()).isEqualTo(band);
  }

  @Test
  void addressAloneScoresFive() {
    PhishingRisk risk = PhishingRisk.of(DataCategory.EMAIL.mask(), false, Mfa.NONE, MEMBER);

    assertThat(risk.score()).isEqualTo(5);
    assertThat(risk.band()).isEqualTo(Band.HIGH);
  }

  @Test
  void pseudonymizedRowIsTheBaselineWhateverElseItSays() {
    long clear = DataCategory.COUNTRY.mask() | DataCategory.BEHAVIOR.mask();

    assertThat(PhishingRisk.of(clear, true, Mfa.NONE, MEMBER).score()).isEqualTo(1);
  }

  @Test
  void nothingIsEverFullyBlocked() {
    assertThat(PhishingRisk.of(FULL_ROW, true, Mfa.PASSKEY, ADMIN).score()).isPositive();
  }

  @Test
  void unknownSecondFactorCountsAsNone() {
    assertThat(Mfa.ofDirectory("")).isEqualTo(Mfa.NONE);
    assertThat(Mfa.ofDirectory("Passkey")).isEqualTo(Mfa.PASSKEY);
    assertThat(PhishingRisk.AccountValue.ofDirectory("chief")).isEqualTo(MEMBER);
  }
}
