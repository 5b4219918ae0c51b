package dev.firebreak.notice;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The wordings of a campaign, one for each of its languages. Immutable.
///
/// @param base the language of everybody whose own is not among them
/// @param templates by language; the base's is one of them
record NoticeTemplateSet(NoticeLanguage base, Map<NoticeLanguage, NoticeTemplate> templates) {
  NoticeTemplateSet {
    templates = Map.copyOf(templates);
    if (!templates.containsKey(base)) {
      throw new IllegalArgumentException("the base language has no template");
    }
  }

  /// The wordings of a draft: those that somebody wrote, and where nobody wrote any, those that
  /// come with Firebreak. A language whose sentences nobody translated has none, nor has one
  /// without a wording of its own where the base has one: no notice mixes two.
  static NoticeTemplateSet of(CampaignDraft draft) {
    NoticeFacts facts = draft.facts();
    Map<NoticeLanguage, NoticeTemplate> templates = new EnumMap<>(NoticeLanguage.class);
    for (NoticeLanguage language : facts.languages()) {
      String own =
          language == facts.language()
              ? draft.template()
              : draft.translations().getOrDefault(language, "");
      if (!own.isEmpty()) {
        templates.put(language, new NoticeTemplate(language, own));
      } else if (draft.template().isEmpty()) {
        templates.put(language, NoticeTemplate.of(language));
      }
    }
    return new NoticeTemplateSet(facts.language(), templates);
  }

  /// The wording that comes with Firebreak, in English alone.
  static NoticeTemplateSet english() {
    return new NoticeTemplateSet(
        NoticeLanguage.EN, Map.of(NoticeLanguage.EN, NoticeTemplate.english()));
  }

  NoticeTemplate template(NoticeLanguage language) {
    NoticeTemplate template = templates.get(language);
    if (template == null) {
      throw new IllegalStateException("no template in " + language.tag());
    }
    return template;
  }

  Set<NoticeLanguage> languages() {
    return templates.keySet();
  }

  /// The language of somebody's notice.
  ///
  /// @param tag of the account; empty where unknown
  NoticeLanguage choose(String tag) {
    return NoticeLanguage.of(tag).filter(templates::containsKey).orElse(base);
  }

  /// Sources in other languages than the base's, by tag, in one order.
  SortedMap<String, String> translations() {
    SortedMap<String, String> others = new TreeMap<>();
    templates.forEach((language, template) -> {
      if (language != base) {
        others.put(language.tag(), template.source());
      }
    });
    return others;
  }
}
