package dev.firebreak.notice;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.firebreak.notice.NoticeFacts.State;
import java.util.List;

/// Who gets one mail, for all accounts with that address. This is what is sealed in the database.
///
/// @param address normalised address, where the mail goes; empty where the account has none that
///   can be used, and its reader is told in the product
/// @param accounts account ids, sorted
/// @param names the accounts' names, for the check that none is in the text
/// @param clear union of the accounts' masks
/// @param generalized union of the accounts' masks
/// @param tokenized union of the accounts' masks
/// @param secondFactor true where every account has a second factor
/// @param phishingScore the highest of the accounts'
/// @param told what earlier notices told about the same accounts; the notice then tells only what
///   changed
/// @param language tag of the notice's language, as the accounts directory has it; empty where
///   unknown
record Addressee(
    String address,
    List<String> accounts,
    List<String> names,
    long clear,
    long generalized,
    long tokenized,
    boolean secondFactor,
    double phishingScore,
    Told told,
    String language) {
  Addressee {
    accounts = List.copyOf(accounts);
    names = List.copyOf(names);
    told = told == null ? Told.NOTHING : told;
    language = language == null ? "" : language;
  }

  /// Somebody to whom no notice was sent before.
  Addressee(
      String address,
      List<String> accounts,
      List<String> names,
      long clear,
      long generalized,
      long tokenized,
      boolean secondFactor,
      double phishingScore) {
    this(
        address,
        accounts,
        names,
        clear,
        generalized,
        tokenized,
        secondFactor,
        phishingScore,
        Told.NOTHING,
        "");
  }

  /// What earlier notices said about these accounts.
  ///
  /// @param before whether there was any that said that they are affected
  /// @param exposed kinds that it named as exposed, as mask
  /// @param tokenized kinds that it named as codes only
  /// @param denied kinds that it said were not exposed, or not sent
  record Told(boolean before, long exposed, long tokenized, long denied) {
    static final Told NOTHING = new Told(false, 0, 0, 0);

    Told and(Told other) {
      return new Told(
          before || other.before,
          exposed | other.exposed,
          tokenized | other.tokenized,
          denied | other.denied);
    }
  }

  /// The same, who was told something before.
  Addressee after(Told earlier) {
    return with(earlier, language);
  }

  /// The same, who reads another language.
  Addressee in(String tag) {
    return with(told, tag);
  }

  private Addressee with(Told otherTold, String otherLanguage) {
    return new Addressee(
        address,
        accounts,
        names,
        clear,
        generalized,
        tokenized,
        secondFactor,
        phishingScore,
        otherTold,
        otherLanguage);
  }

  @JsonIgnore
  boolean isFollowUp() {
    return told.before;
  }

  long exposed() {
    return clear | generalized;
  }

  /// Exposed kinds that this notice has to name: all of them, in a follow-up those not named yet.
  long newlyExposed() {
    return exposed() & ~told.exposed;
  }

  /// Likewise the kinds that stand there as codes only.
  long newlyTokenized() {
    return tokenized & ~(told.exposed | told.tokenized);
  }

  /// Kinds that an earlier notice denied and that this one has to name.
  long wronglyDenied() {
    return told.denied & (newlyExposed() | newlyTokenized());
  }

  /// Kinds that an earlier notice named and that the findings do not have any more.
  long wronglyTold() {
    return (told.exposed | told.tokenized) & ~(exposed() | tokenized);
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
