package dev.firebreak.notice;

import dev.firebreak.notice.NoticeFacts.State;
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

  /// True where somebody who was told that was told all of this too. That nothing is known yet, or
  /// that they are not affected, tells nobody that they are affected.
  ///
  /// @param state what this addressee would be told
  /// @param told the addressee as written to before
  /// @param toldState what they were told then
  boolean coveredBy(State state, Addressee told, State toldState) {
    if (!told.accounts.containsAll(accounts)) {
      return false;
    }
    return switch (state) {
      case AFFECTED -> toldState == State.AFFECTED && kindsCoveredBy(told);
      case NOT_AFFECTED -> toldState == State.NOT_AFFECTED;
      case UNKNOWN ->
          toldState == State.AFFECTED || (toldState == State.UNKNOWN && kindsCoveredBy(told));
    };
  }

  private boolean kindsCoveredBy(Addressee told) {
    return (exposed() & ~told.exposed()) == 0
        && (tokenized & ~(told.tokenized | told.exposed())) == 0;
  }

  @Override
  public String toString() {
    return "Addressee[accounts=" + accounts.size() + "]";
  }
}
