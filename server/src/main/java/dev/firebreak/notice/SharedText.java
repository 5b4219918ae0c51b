package dev.firebreak.notice;

/// What the notices of a campaign say alike in one language, with a blank in square brackets where
/// they differ from person to person. Immutable.
///
/// @param language its tag, as `de`
/// @param followUp whether it is for those who were told before
/// @param subject of the mail
/// @param text plain
public record SharedText(String language, boolean followUp, String subject, String text) {
  static SharedText of(CanonicalText text) {
    NoticeDocument document = text.document();
    return new SharedText(
        text.language().tag(), text.followUp(), document.subject(), document.text());
  }
}
