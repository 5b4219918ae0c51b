package dev.firebreak.notice;

import java.util.Locale;

/// A domain of recipients about which there is something to know before a notice goes out.
///
/// @param domain in ASCII, as addresses are compared
/// @param people how many people of the draft have an address there
/// @param finding what there is to know
/// @param likely the domain that may have been meant; empty but for a misspelling
public record RecipientDomain(String domain, int people, Finding finding, String likely) {
  /// What there is to know.
  public enum Finding {
    /// Its people are set aside.
    TAKES_NO_MAIL,
    /// DNS did not say whether it takes mail; its people are written to.
    UNANSWERED,
    /// It differs by one edit from a domain that very many people have. Its people are written to,
    /// and nothing is changed: it may be theirs.
    LOOKS_MISSPELLED
  }

  /// One line for whoever drafts.
  public String words() {
    String who = people == 1 ? "1 person" : people + " people";
    return switch (finding) {
      case TAKES_NO_MAIL -> domain + ": takes no mail; " + who + " set aside";
      case UNANSWERED ->
          domain + ": DNS does not say whether it takes mail; " + who + " written to";
      case LOOKS_MISSPELLED ->
          domain + ": looks like " + likely + "; " + who + "; ask them, nothing is changed";
    };
  }

  /// The finding as programs read it.
  public String key() {
    return finding.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
