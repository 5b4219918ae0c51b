package dev.firebreak.testkit.company;

import java.time.Instant;

/// An invented person with an account.
///
/// @param number from 0, in the order of generation; newcomers come after all others
/// @param apiCustomer false for people who only know the help center or the company's site
/// @param accountId `user-` and 24 characters of `a-z2-7`, not enumerable
/// @param name as written by the person, in any script
/// @param email unique, in a domain reserved for examples
/// @param phone of a range reserved for fiction; empty where unknown
/// @param referrer the page that led here; empty where none is known
/// @param createdAt when the account was made
public record Person(
    int number,
    boolean apiCustomer,
    String accountId,
    String name,
    String email,
    String phone,
    Place place,
    Organization organization,
    AccountRole role,
    Mfa mfa,
    Device device,
    String referrer,
    Instant createdAt) {

  /// Shows no value of the person's, even though there is no such person: habits matter.
  @Override
  public String toString() {
    return "Person[" + number + "]";
  }
}
