package dev.firebreak.notice;

/// The text of a campaign for everybody in one language: what all its notices say alike, with a
/// blank in square brackets where they differ from person to person. Immutable.
///
/// @param language what it is written in
/// @param followUp whether it is for those who were told before that they are affected
/// @param written the written form of a notice ([NoticeDocument])
record CanonicalText(NoticeLanguage language, boolean followUp, String written) {
  NoticeDocument document() {
    return NoticeDocument.parse(written, language);
  }

  /// The published file: the subject, then the plain text of the mail.
  String file() {
    NoticeDocument document = document();
    return "Subject: " + document.subject() + "\n\n" + document.text();
  }

  /// How the file of a campaign is called, as `2025-11-n1.de.txt`.
  String fileName(String campaign) {
    return campaign + "." + language.tag() + (followUp ? ".follow-up" : "") + ".txt";
  }
}
