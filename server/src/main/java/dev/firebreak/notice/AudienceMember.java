package dev.firebreak.notice;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.ledger.Account;

/// A person of an incident's findings, as a campaign takes them in. Several may share an address.
///
/// @param accountId the company's account id
/// @param email the account's current address as the directory has it; empty where there is none
/// @param name the account's name; empty where unknown. It is never written: it is only looked for
/// @param language IETF tag, such as `de-AT`; empty where unknown
/// @param clear categories exposed as they are, as mask of `DataCategory` bits
/// @param generalized categories exposed in a coarser form
/// @param tokenized categories exposed as tokens only
/// @param secondFactor true where the account has any second factor
/// @param role as the accounts directory has it; empty where unknown
/// @param phishingScore decides the order, the highest first
public record AudienceMember(
    String accountId,
    String email,
    String name,
    String language,
    long clear,
    long generalized,
    long tokenized,
    boolean secondFactor,
    String role,
    double phishingScore) {

  /// A person of an assessment who has an account.
  public static AudienceMember of(PersonExposure person, double phishingScore) {
    return new AudienceMember(
        person.accountId().orElse(person.person()),
        person.email().orElse(""),
        person.name().orElse(""),
        person.language().orElse(""),
        person.clear(),
        person.generalized(),
        person.tokenized(),
        person.mfa().map(mfa -> !mfa.equals("none")).orElse(false),
        person.role().orElse(""),
        phishingScore);
  }

  /// An account of the directory, of which nothing was found.
  public static AudienceMember of(Account account) {
    return new AudienceMember(
        account.accountId(),
        account.email().orElse(""),
        account.name().orElse(""),
        account.language().orElse(""),
        0,
        0,
        0,
        account.mfa().map(mfa -> !mfa.equals("none")).orElse(false),
        account.role().orElse(""),
        0);
  }

  /// The same person, of whom nothing was found.
  public AudienceMember withoutKinds() {
    return new AudienceMember(
        accountId, email, name, language, 0, 0, 0, secondFactor, role, phishingScore);
  }

  /// Without values: only how much there is.
  @Override
  public String toString() {
    return "AudienceMember[clear=" + Long.bitCount(clear) + "]";
  }
}
