package dev.firebreak.ledger;

import java.util.Optional;
import java.util.OptionalLong;

/// One row of the accounts directory: what the company itself knows of an account today. Printing
/// shows none of it.
///
/// @param accountId the company's own account id; 1 to 256 characters
/// @param email current address, as the directory writes it
/// @param name the person's name
/// @param country ISO 3166-1 alpha-2, upper case
/// @param region ISO 3166-2 subdivision without the country, upper case, as `CA`
/// @param city town of residence
/// @param organizationId the organization that the account belongs to
/// @param organizationName the organization's name
/// @param role `owner`, `admin`, `billing`, `member` or `dormant`
/// @param mfa `none`, `sms`, `totp`, `prompt` or `passkey`
/// @param phone as the directory writes it
/// @param language language tag, as `en`
/// @param createdAtMillis when the account was made, epoch milliseconds
public record Account(
    String accountId,
    Optional<String> email,
    Optional<String> name,
    Optional<String> country,
    Optional<String> region,
    Optional<String> city,
    Optional<String> organizationId,
    Optional<String> organizationName,
    Optional<String> role,
    Optional<String> mfa,
    Optional<String> phone,
    Optional<String> language,
    OptionalLong createdAtMillis) {
  @Override
  public String toString() {
    return "Account[...]";
  }
}
