package dev.firebreak.assessment;

import java.util.List;
import java.util.Optional;

/// One person of a data set and what it says about them. With an account the directory's current
/// attributes are joined; without one the person is named by the identifier the file has.
///
/// @param person stable name of the person in this result: the account id, or the file's identifier
/// @param accountId the company's account id; empty for people without an account
/// @param ambiguous true where two or more accounts fit and none is preferred
/// @param methods how the person was found: `token`, `account_id`, `email`, `email_hash`, `phone`,
///   `device_link`; empty for people without an account
/// @param clear categories exposed as they are, as mask of `DataCategory` bits
/// @param generalized categories exposed in a coarser form
/// @param tokenized categories exposed as tokens only
/// @param rows rows of the data set about this person
/// @param firstSeenMillis earliest event time in the file, epoch milliseconds; 0 where none
/// @param lastSeenMillis latest event time in the file; 0 where none
/// @param email the account's current address; empty where unknown
/// @param name the account's name; empty where unknown
/// @param country ISO 3166-1 alpha-2, from the accounts directory; empty where unknown
/// @param region ISO 3166-2 subdivision without the country, such as `CA`; empty where unknown
/// @param organizationId the account's organisation; empty where unknown
/// @param role `owner`, `admin`, `billing`, `member` or `dormant`; empty where unknown
/// @param mfa `none`, `sms`, `totp`, `prompt` or `passkey`; empty where unknown
public record PersonExposure(
    String person,
    Optional<String> accountId,
    boolean ambiguous,
    List<String> methods,
    long clear,
    long generalized,
    long tokenized,
    long rows,
    long firstSeenMillis,
    long lastSeenMillis,
    Optional<String> email,
    Optional<String> name,
    Optional<String> country,
    Optional<String> region,
    Optional<String> organizationId,
    Optional<String> role,
    Optional<String> mfa) {
  public PersonExposure {
    methods = List.copyOf(methods);
  }

  @Override
  public String toString() {
    return "PersonExposure[rows=" + rows + "]";
  }
}
