package dev.firebreak.notice;

/// Makes the canonical text of one campaign's notices. The same addressee and number always give
/// the same text: verification relies on it. Thread-safe.
///
/// @param campaign the campaign's id, part of every word
/// @param template wording
/// @param facts what may be said
/// @param issuer who says it
/// @param numbers makes the words
record NoticeRenderer(
    String campaign,
    NoticeTemplate template,
    NoticeFacts facts,
    NoticeIssuer issuer,
    NoticeNumbers numbers) {

  RenderedNotice render(Addressee addressee, String number) {
    NoticeDocument document = document(addressee, number);
    return new RenderedNotice(number, document.subject(), document.text(), document.html());
  }

  NoticeDocument document(Addressee addressee, String number) {
    String word = numbers.word(campaign, number, addressee.address());
    return template.fill(new NoticeWording(facts, issuer).of(addressee, number, word));
  }
}
