package dev.firebreak.notice;

import java.util.List;

/// Who gets one mail, for all accounts with that address. This is what is sealed in the database.
///
/// @param address normalised address, where the mail goes
/// @param accounts account ids, sorted
/// @param names the accounts' names, for the check that none is in the text
/// @param clear union of the accounts' masks
/// @param generalized union of the accounts' masks
/// @param tokenized union of the accounts' masks
/// @param secondFactor true where every account has a second factor
/// @param phishingScore the highest of the accounts'
record Addressee(
    String address,
    List<String> accounts,
    List<String> names,
    long clear,
    long generalized,
    long tokenized,
    boolean secondFactor,
    double phishingScore) {
  Addressee {
    accounts = List.copyOf(accounts);
    names = List.copyOf(names);
  }

  long exposed() {
    return clear | generalized;
  }

  /// True where somebody who was told that was told all of this too.
  boolean coveredBy(Addressee told) {
    return (exposed() & ~told.exposed()) == 0
        && (tokenized & ~(told.tokenized | told.exposed())) == 0
        && told.accounts.containsAll(accounts);
  }

  @Override
  public String toString() {
    return "Addressee[accounts=" + accounts.size() + "]";
  }
}
