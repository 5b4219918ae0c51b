package dev.firebreak.notice;

import java.time.LocalDate;

/// Whether a notice is from us. Everything that is not wholly genuine gets the same second answer:
/// it does not say what was wrong, nor whether the address is one that we wrote to.
public sealed interface VerificationAnswer {
  /// We sent it, as a mail or a letter.
  ///
  /// @param sentOn when, in UTC
  /// @param notice the canonical text, to compare with what arrived
  /// @param mailDigest digest of the mail, also where it came as a letter
  /// @param issuer who it came from
  /// @param optOut where its reader may ask for no follow-ups; empty for a first notice
  record Genuine(
      LocalDate sentOn,
      RenderedNotice notice,
      String mailDigest,
      NoticeIssuer issuer,
      String optOut)
      implements VerificationAnswer {}

  /// We did not send this to this address.
  record NotFromUs() implements VerificationAnswer {}
}
