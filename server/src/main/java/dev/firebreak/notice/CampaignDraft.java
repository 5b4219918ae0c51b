package dev.firebreak.notice;

import java.util.Map;

/// What somebody who drafts a campaign decides.
///
/// @param incident the incident's id: `a-z`, `0-9` and `-`
/// @param title for operators only
/// @param facts what the notices may say
/// @param issuer who they come from
/// @param template wording with placeholders; empty for the one that comes with Firebreak
/// @param translations wordings in other languages than that of the facts
/// @param group whom it writes to; the decision to write to them is needed
/// @param onlyNews true leaves out everybody whom an earlier campaign of this incident told as much
public record CampaignDraft(
    String incident,
    String title,
    NoticeFacts facts,
    NoticeIssuer issuer,
    String template,
    Map<NoticeLanguage, String> translations,
    NoticeGroup group,
    boolean onlyNews) {
  public CampaignDraft {
    translations = Map.copyOf(translations);
  }

  /// A draft to the whole group of a state, with the wordings that come with Firebreak in every
  /// language but that of the facts.
  public CampaignDraft(
      String incident,
      String title,
      NoticeFacts facts,
      NoticeIssuer issuer,
      String template,
      boolean onlyNews) {
    this(
        incident,
        title,
        facts,
        issuer,
        template,
        Map.of(),
        NoticeGroup.of(facts.state()),
        onlyNews);
  }
}
