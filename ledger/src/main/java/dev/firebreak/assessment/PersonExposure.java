package dev.firebreak.assessment;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One person of a data set and what it says about them. With an account the directory's current
/// attributes are joined; without one the person is named by an identifier that the file has. A
/// person of whom the file has several accounts is here once for each.
///
/// @param person stable name of the person in this result: the account id, or the file's identifier
/// @param accountId the company's account id; empty for people without an account
/// @param ambiguous true where two or more accounts fit and none is preferred
/// @param methods how the person was found, sorted: `token`, `account_id`, `email`, `email_hash`,
///   `email_rule`, `phone`, `phone_hash`, `device_link`; `mentioned` alone where only rows about
///   others name them; empty for people without an account
/// @param identifiers every identifier that the file has of the person, sorted, [#LISTED_MAX] at
///   most
/// @param accounts account ids that the data joins to the person, sorted, [#ACCOUNTS_MAX] at most:
///   of someone found their own and those of the same person; of someone ambiguous those that fit
/// @param clear categories exposed as they are, as mask of `DataCategory` bits
/// @param generalized categories exposed in a coarser form
/// @param tokenized categories exposed as tokens only
/// @param rows rows of the data set about this person; of someone only mentioned, those that do
/// @param firstSeenMillis earliest event time in the file, epoch milliseconds; 0 where none
/// @param lastSeenMillis latest event time in the file; 0 where none
/// @param email the account's current address; empty where unknown
/// @param name the account's name; empty where unknown
/// @param country ISO 3166-1 alpha-2, from the accounts directory; empty where unknown
/// @param region ISO 3166-2 subdivision without the country, such as `CA`; empty where unknown
/// @param organizationId the account's organisation; empty where unknown
/// @param role `owner`, `admin`, `billing`, `member` or `dormant`; empty where unknown
/// @param mfa `none`, `sms`, `totp`, `prompt` or `passkey`; empty where unknown
/// @param language the account's language tag, as `de-AT`; empty where unknown
public record PersonExposure(
    String person,
    Optional<String> accountId,
    boolean ambiguous,
    List<String> methods,
    List<Identifier> identifiers,
    List<String> accounts,
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
    Optional<String> mfa,
    Optional<String> language) {
  /// The most identifiers of a person that are listed.
  public static final int LISTED_MAX = 100;

  /// The most accounts of a person that are listed.
  public static final int ACCOUNTS_MAX = 20;

  public PersonExposure {
    methods = List.copyOf(methods);
    identifiers = List.copyOf(identifiers);
    accounts = List.copyOf(accounts);
    // lists that an earlier version wrote have none
    language = Objects.requireNonNullElse(language, Optional.empty());
  }

  /// An identifier as it stands in the file.
  ///
  /// @param kind `user_id`, `device_id`, `email`, `phone`, or `row`: the number of a row that has
  ///   no identifier. Tokens and hashes are of the kind that they stand for
  public record Identifier(String kind, String value) {
    @Override
    public String toString() {
      return "Identifier[" + kind + "]";
    }
  }

  /// True where the data says that this person has further accounts.
  public boolean hasJoinedAccounts() {
    return accountId.isPresent() && accounts.size() > 1;
  }

  @Override
  public String toString() {
    return "PersonExposure[rows=" + rows + "]";
  }
}
