package dev.firebreak.notice;

import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a campaign's notices may say: findings of the incident and decisions of people. Immutable.
///
/// @param state what the people of this campaign are told about themselves
/// @param vendor the breached vendor, as people know it
/// @param happenedOn when the data was taken
/// @param knownOn when the vendor told the company
/// @param findings signed manual findings as whole sentences, such as "Our own systems were not
///   broken into."
/// @param absences categories that were not found, with the grade of the evidence
/// @param measures what the company is doing, as whole sentences; at least one
/// @param nextUpdate by when people hear more
/// @param language what the findings and measures are written in; other people's notices are in it
///   too where their own language has no translation
/// @param translations the same findings and measures in other languages, sentence by sentence
public record NoticeFacts(
    State state,
    String vendor,
    LocalDate happenedOn,
    LocalDate knownOn,
    List<String> findings,
    Map<DataCategory, AbsenceGrade> absences,
    List<String> measures,
    LocalDate nextUpdate,
    NoticeLanguage language,
    Map<NoticeLanguage, Sentences> translations) {
  private static final int TEXTS_MAX = 20;
  private static final int TEXT_LENGTH_MAX = 600;
  private static final Set<DataCategory> UNSEARCHABLE =
      Set.of(DataCategory.PASSWORD, DataCategory.PROMPT, DataCategory.HEALTH);

  public NoticeFacts {
    findings = List.copyOf(findings);
    absences = capped(absences);
    measures = List.copyOf(measures);
    language = orElse(language, NoticeLanguage.EN);
    translations = Map.copyOf(orElse(translations, Map.of()));
    check("vendor", List.of(vendor));
    check("findings", findings);
    check("measures", measures);
    for (Map.Entry<NoticeLanguage, Sentences> translation : translations.entrySet()) {
      check("findings", translation.getValue().findings());
      check("measures", translation.getValue().measures());
      requireWhole(translation.getKey(), translation.getValue(), findings, measures);
    }
  }

  /// Facts in English alone.
  public NoticeFacts(
      State state,
      String vendor,
      LocalDate happenedOn,
      LocalDate knownOn,
      List<String> findings,
      Map<DataCategory, AbsenceGrade> absences,
      List<String> measures,
      LocalDate nextUpdate) {
    this(
        state,
        vendor,
        happenedOn,
        knownOn,
        findings,
        absences,
        measures,
        nextUpdate,
        NoticeLanguage.EN,
        Map.of());
  }

  /// What people wrote in one language.
  public record Sentences(List<String> findings, List<String> measures) {
    public Sentences {
      findings = List.copyOf(findings);
      measures = List.copyOf(measures);
    }
  }

  /// Every language in which all is said, so that no notice is half in one and half in another.
  public Set<NoticeLanguage> languages() {
    Set<NoticeLanguage> languages = EnumSet.of(language);
    languages.addAll(translations.keySet());
    return languages;
  }

  /// The same facts with the sentences of a language that [#languages] has.
  public NoticeFacts in(NoticeLanguage wanted) {
    if (wanted == language) {
      return this;
    }
    Sentences sentences = translations.get(wanted);
    if (sentences == null) {
      throw new IllegalArgumentException("nothing is written in " + wanted.tag());
    }
    return new NoticeFacts(
        state,
        vendor,
        happenedOn,
        knownOn,
        sentences.findings(),
        absences,
        sentences.measures(),
        nextUpdate,
        wanted,
        Map.of());
  }

  /// What a person is told about themselves, in the first line.
  public enum State {
    AFFECTED,
    NOT_AFFECTED,
    UNKNOWN
  }

  /// How strong the evidence is that a category was not exposed.
  public enum AbsenceGrade {
    /// Searched for in the file and not found.
    SEARCHED,
    /// Never sent through Firebreak.
    NEVER_SENT,
    /// Both; only this becomes "was not exposed" in a notice.
    BOTH
  }

  private static void requireWhole(
      NoticeLanguage language, Sentences sentences, List<String> findings, List<String> measures) {
    if (sentences.findings().size() != findings.size()
        || sentences.measures().size() != measures.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d findings and %d measures are translated of %d and %d; write each of them,"
                  + " in the same order",
              language.tag(),
              sentences.findings().size(),
              sentences.measures().size(),
              findings.size(),
              measures.size()));
    }
  }

  /// Passwords, chats and facts about health have no form that a search could find, so nobody can
  /// say that they were not exposed: at most that they were never sent.
  private static Map<DataCategory, AbsenceGrade> capped(Map<DataCategory, AbsenceGrade> absences) {
    Map<DataCategory, AbsenceGrade> capped = new EnumMap<>(DataCategory.class);
    absences.forEach((category, grade) ->
        capped.put(
            category,
            grade == AbsenceGrade.BOTH && UNSEARCHABLE.contains(category)
                ? AbsenceGrade.NEVER_SENT
                : grade));
    return Map.copyOf(capped);
  }

  /// What campaigns lack that were drafted before notices had languages.
  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static void check(String what, List<String> texts) {
    if (texts.size() > TEXTS_MAX) {
      throw new IllegalArgumentException(what + ": at most " + TEXTS_MAX + " sentences");
    }
    for (String text : texts) {
      if (text.isBlank()
          || text.length() > TEXT_LENGTH_MAX
          || text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            what + ": one line of 1 to " + TEXT_LENGTH_MAX + " characters each");
      }
    }
  }
}
