package dev.firebreak.notice;

/// Makes the canonical text of one campaign's notices in two steps: the wording for an addressee,
/// which is frozen with the draft, and then the notice with number and word. The same wording,
/// addressee and number always give the same notice: verification relies on it. Thread-safe.
///
/// @param campaign the campaign's id, part of every word
/// @param templates wordings
/// @param facts what may be said
/// @param issuer who says it
/// @param numbers makes the words
record NoticeRenderer(
    String campaign,
    NoticeTemplateSet templates,
    NoticeFacts facts,
    NoticeIssuer issuer,
    NoticeNumbers numbers) {
  /// Stand where number and word will; neither templates nor facts can have them.
  private static final String NUMBER_PLACE = "\u0001";

  private static final String WORD_PLACE = "\u0002";

  /// The renderer of a stored campaign.
  static NoticeRenderer of(CampaignStore.Stored stored, NoticeNumbers numbers) {
    Campaign campaign = stored.campaign();
    return new NoticeRenderer(
        campaign.id(), stored.templates(), campaign.facts(), campaign.issuer(), numbers);
  }

  /// The written form of the addressee's notice, without number and word.
  String written(Addressee addressee) {
    NoticeLanguage language = language(addressee);
    return templates
        .template(language)
        .written(
            new NoticeWording(facts.in(language), issuer).of(addressee, NUMBER_PLACE, WORD_PLACE));
  }

  RenderedNotice render(String written, Addressee addressee, String number) {
    NoticeDocument document = document(written, addressee, number);
    return new RenderedNotice(number, document.subject(), document.text(), document.html());
  }

  NoticeDocument document(String written, Addressee addressee, String number) {
    return NoticeDocument.parse(
        written.replace(NUMBER_PLACE, number).replace(WORD_PLACE, word(addressee, number)),
        language(addressee));
  }

  /// The word of the addressee's notice. Who has no address reads it in the product, where no word
  /// is needed: it says that.
  String word(Addressee addressee, String number) {
    return addressee.address().isEmpty()
        ? NoticeWords.of(language(addressee)).text("in-product.word")
        : numbers.word(campaign, number, addressee.address());
  }

  NoticeLanguage language(Addressee addressee) {
    return templates.choose(addressee.language());
  }
}
