package dev.firebreak.notice;

import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Invented facts and people for the tests of notices.
final class NoticeFixtures {
  static final long EXPOSED =
      DataCategory.NAME.mask()
          | DataCategory.EMAIL.mask()
          | DataCategory.CITY.mask()
          | DataCategory.USER_AGENT.mask()
          | DataCategory.REFERRER.mask()
          | DataCategory.ACCOUNT_ID.mask();

  static final NoticeIssuer ISSUER =
      new NoticeIssuer(
          "Example Works",
          "example.com",
          "privacy@example.com",
          "https://example.com/notices",
          "notices@example.com",
          "privacy@example.com");

  static final String INCIDENT = "2025-11";

  private NoticeFixtures() {}

  static NoticeFacts facts(State state) {
    return new NoticeFacts(
        state,
        "Mixpanel",
        LocalDate.of(2025, 11, 9),
        LocalDate.of(2025, 11, 25),
        List.of("No one broke into our own systems."),
        Map.of(
            DataCategory.PHONE, AbsenceGrade.BOTH,
            DataCategory.PASSWORD, AbsenceGrade.NEVER_SENT,
            DataCategory.IP_ADDRESS, AbsenceGrade.SEARCHED),
        List.of("We stopped using Mixpanel.", "We now check all firms that work for us."),
        LocalDate.of(2025, 12, 2));
  }

  /// Facts in English with their sentences in other languages.
  static NoticeFacts translated(
      NoticeFacts facts, Map<NoticeLanguage, NoticeFacts.Sentences> translations) {
    return new NoticeFacts(
        facts.state(),
        facts.vendor(),
        facts.happenedOn(),
        facts.knownOn(),
        facts.findings(),
        facts.absences(),
        facts.measures(),
        facts.nextUpdate(),
        NoticeLanguage.EN,
        translations);
  }

  /// Somebody with two accounts of whom one kind of data is shown, and a device as a code.
  static Addressee addresseeWith(DataCategory category) {
    return new Addressee(
        "a@example.org",
        List.of("1", "2"),
        List.of(),
        category.mask(),
        0,
        DataCategory.DEVICE_ID.mask(),
        false,
        0);
  }

  /// Somebody as the state has them: where nobody is affected, nothing is shown.
  static Addressee addressee(State state, boolean secondFactor) {
    return state == State.NOT_AFFECTED
        ? new Addressee("a@example.org", List.of("1"), List.of(), 0, 0, 0, secondFactor, 0)
        : addressee(secondFactor);
  }

  /// The same facts with the sentences in every language.
  static NoticeFacts inAllLanguages(State state) {
    return translated(
        facts(state),
        Map.of(
            NoticeLanguage.DE,
            new NoticeFacts.Sentences(
                List.of("Niemand ist in unsere eigenen Systeme eingebrochen."),
                List.of(
                    "Wir nutzen Mixpanel nicht mehr.",
                    "Wir prüfen jetzt alle Firmen, die für uns arbeiten.")),
            NoticeLanguage.FR,
            new NoticeFacts.Sentences(
                List.of("Personne n'est entré dans nos propres systèmes."),
                List.of(
                    "Nous ne travaillons plus avec Mixpanel.",
                    "Nous vérifions toutes les firmes qui travaillent pour nous.")),
            NoticeLanguage.ES,
            new NoticeFacts.Sentences(
                List.of("Nadie entró en nuestros propios sistemas."),
                List.of(
                    "Ya no usamos Mixpanel.",
                    "Ahora miramos todas las firmas que trabajan para nosotros."))));
  }

  static AudienceMember member(int index) {
    return member(index, "en");
  }

  static AudienceMember member(int index, String language) {
    return new AudienceMember(
        "acc-" + index,
        "person" + index + "@example.org",
        "Ada Example" + index,
        language,
        EXPOSED,
        0,
        0,
        index % 2 == 0,
        "member",
        index % 7);
  }

  static List<AudienceMember> members(int count) {
    List<AudienceMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member(i));
    }
    return members;
  }

  static CampaignDraft draft(boolean onlyNews) {
    return draft(State.AFFECTED, onlyNews);
  }

  static CampaignDraft draft(State state, boolean onlyNews) {
    return new CampaignDraft(INCIDENT, "First notice", facts(state), ISSUER, "", onlyNews);
  }

  /// Somebody of whom nothing was found.
  static AudienceMember unexposed(int index) {
    AudienceMember member = member(index);
    return new AudienceMember(
        member.accountId(), member.email(), member.name(), "en", 0, 0, 0, true, "member", 1);
  }

  static Addressee addressee(boolean secondFactor) {
    return new Addressee(
        "ada@example.org",
        List.of("acc-1"),
        List.of("Ada Example"),
        EXPOSED,
        0,
        0,
        secondFactor,
        1);
  }
}
