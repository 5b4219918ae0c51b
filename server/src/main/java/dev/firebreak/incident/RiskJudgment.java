package dev.firebreak.incident;

import dev.firebreak.duty.RiskLevel;
import dev.firebreak.duty.RiskReading;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.PhishingRisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads severity and phishing risk as the levels of GDPR Art. 33 and 34. The rule is ours, stated
/// in docs/reference/duties.md; a person may decide otherwise.
final class RiskJudgment {
  private RiskJudgment() {}

  static RiskReading of(EnisaSeverity severity, Findings.Phishing phishing) {
    long critical = phishing.in(PhishingRisk.Band.CRITICAL);
    long high = phishing.in(PhishingRisk.Band.HIGH);
    List<String> why = new ArrayList<>();
    why.add(
        String.format(
            Locale.ROOT,
            "ENISA severity %.2f to %.2f (%s)",
            severity.low(),
            severity.high(),
            ReportWords.range(severity.lowBand().words(), severity.highBand().words())));
    why.add(
        "phishing risk: "
            + ReportWords.people(critical)
            + " critical, "
            + ReportWords.number(high)
            + " high (a lure with what the data says, against the account they have)");
    if (critical > 0 || severity.low() >= 3) {
      return new RiskReading(RiskLevel.HIGH, RiskLevel.HIGH, why);
    }
    if (high > 0 || severity.high() >= 3) {
      return new RiskReading(RiskLevel.RISK, RiskLevel.HIGH, why);
    }
    if (!severity.attackerTried()) {
      why.add(
          "no attacker with public or leaked knowledge was tried on a field that the data has:"
              + " nobody measured that a risk is unlikely");
    }
    if (!severity.uniqueKnown()) {
      why.add(
          "identifying fields were not measured, so how many people are unique is unknown: nobody"
              + " measured that a risk is unlikely");
    }
    return severity.high() >= 2 || !severity.attackerTried() || !severity.uniqueKnown()
        ? new RiskReading(RiskLevel.RISK, RiskLevel.RISK, why)
        : new RiskReading(RiskLevel.UNLIKELY, RiskLevel.UNLIKELY, why);
  }
}
