package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.risk.PhishingRisk;
import java.util.Optional;

/// The phishing risk of one account of a version of findings, as it was scored then.
///
/// @param accountId the company's account id
/// @param band what the score asks for
/// @param score as docs/reference/incident.md computes it
/// @param secondFactor `none`, `sms`, `totp`, `prompt`, `passkey`; empty where unknown
/// @param action what to do at the identity provider
public record PhishingEntry(
    String accountId,
    PhishingRisk.Band band,
    double score,
    Optional<String> secondFactor,
    Action action) {

  /// What to do about an account.
  public enum Action {
    /// Ask for a second factor at the next request, today, and offer a passkey.
    STEP_UP_TODAY("step-up-today"),
    /// Ask for a second factor at the next login.
    ASK_SECOND_FACTOR("ask-second-factor"),
    /// Tell the person.
    TELL("tell");

    private final String key;

    Action(String key) {
      this.key = key;
    }

    /// As the export names it.
    public String key() {
      return key;
    }

    static Action of(PhishingRisk.Band band) {
      return switch (band) {
        case CRITICAL -> STEP_UP_TODAY;
        case HIGH -> ASK_SECOND_FACTOR;
        case MEDIUM, LOW -> TELL;
      };
    }
  }

  /// The entry of a person; empty for people without an account, whom no identity provider knows.
  static Optional<PhishingEntry> of(PersonExposure person, PhishingRisk risk) {
    return person
        .accountId()
        .map(account ->
            new PhishingEntry(
                account, risk.band(), risk.score(), person.mfa(), Action.of(risk.band())));
  }

  @Override
  public String toString() {
    return "PhishingEntry[" + band + "]";
  }
}
