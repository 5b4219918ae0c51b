package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.Sentences;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Notices in the reader's language.
final class NoticeLanguageTest {
  @TempDir Path folder;

  @Test
  void tagsOfAccountsFindTheirLanguage() {
    assertThat(NoticeLanguage.of("de-AT")).contains(NoticeLanguage.DE);
    assertThat(NoticeLanguage.of(" FR_ca ")).contains(NoticeLanguage.FR);
    assertThat(NoticeLanguage.of("den")).isEmpty();
    assertThat(NoticeLanguage.of("")).isEmpty();
    assertThat(NoticeLanguage.DE.date(LocalDate.of(2025, 12, 2))).isEqualTo("2. Dezember 2025");
    assertThat(NoticeLanguage.ES.date(LocalDate.of(2025, 12, 2)))
        .isEqualTo("2 de diciembre de 2025");
  }

  @ParameterizedTest
  @EnumSource(NoticeLanguage.class)
  void everyLanguageHasTheSameSentencesPlaceholdersAndRules(NoticeLanguage language) {
    assertThat(NoticeWords.of(language).keys()).isEqualTo(NoticeWords.of(NoticeLanguage.EN).keys());
    assertThat(LanguageRules.of(language).names())
        .containsAll(LanguageRules.of(NoticeLanguage.EN).names());
    assertThat(placeholders(language)).isEqualTo(NoticeWording.PLACEHOLDERS);
    for (String key : NoticeWords.of(NoticeLanguage.EN).keys()) {
      assertThat(NoticeWords.of(language).text(key).contains("{vendor}"))
          .as(language.tag() + " " + key)
          .isEqualTo(NoticeWords.of(NoticeLanguage.EN).text(key).contains("{vendor}"));
    }
  }

  private static Set<String> placeholders(NoticeLanguage language) {
    TreeSet<String> found = new TreeSet<>();
    NoticeTemplate.PLACEHOLDER
        .matcher(NoticeTemplate.of(language).source())
        .results()
        .forEach(result -> found.add(result.group(1)));
    return found;
  }

  @Test
  void everybodyGetsTheirOwnLanguageAndOthersThatOfTheFacts() {
    try (NoticeDesk desk = new NoticeDesk(folder)) {
      FakeMailTransport relay = new FakeMailTransport();
      Campaign campaign =
          desk.campaigns.draft(
              new CampaignDraft(
                  "2025-11",
                  "First",
                  NoticeFixtures.inAllLanguages(State.AFFECTED),
                  NoticeFixtures.ISSUER,
                  "",
                  false),
              List.of(
                  NoticeFixtures.member(6, "de-AT"),
                  NoticeFixtures.member(5, "fr"),
                  NoticeFixtures.member(4, "es"),
                  NoticeFixtures.member(3, "en"),
                  NoticeFixtures.member(2, "ja"),
                  NoticeFixtures.member(1, "")),
              desk.ines);
      assertThat(desk.campaigns.lint(campaign.id())).isEmpty();
      List<String> firstLines =
          List.of(1, 2, 3, 4, 5, 6).stream()
              .map(place -> desk.campaigns.preview(campaign.id(), place, "ines"))
              .map(notice -> notice.text().lines().findFirst().orElse(""))
              .toList();
      assertThat(firstLines)
          .containsExactly(
              "Sie sind betroffen: Bei Mixpanel wurden Daten über Sie gestohlen.",
              "Vos données sont concernées : elles ont été volées chez Mixpanel.",
              "Este robo le afecta: se robaron datos sobre usted en Mixpanel.",
              "You are affected: data about you was stolen from Mixpanel.",
              "You are affected: data about you was stolen from Mixpanel.",
              "You are affected: data about you was stolen from Mixpanel.");
      RenderedNotice german = desk.campaigns.preview(campaign.id(), 1, "ines");
      assertThat(german.html()).contains("<html lang=\"de\">");
      assertThat(german.text())
          .contains("Wir nutzen Mixpanel nicht mehr.", "bis zum 2. Dezember 2025")
          .contains("Das wurde nicht gestohlen:\n\n- Ihre Telefonnummer")
          .contains("Das haben wir nicht an Mixpanel geschickt:\n\n- Ihr Passwort")
          .doesNotContain("IP-Adresse", "We ", "You ");
      desk.campaigns.approve(campaign.id(), desk.omar);
      assertThat(desk.send(campaign.id(), relay, 2).sent()).isEqualTo(6);
    }
  }

  @Test
  void languageWithoutTranslatedSentencesIsNotHalfUsed() {
    NoticeFacts facts = NoticeFixtures.facts(State.AFFECTED);
    assertThat(facts.languages()).containsExactly(NoticeLanguage.EN);
    assertThatThrownBy(() ->
            NoticeFixtures.translated(
                facts,
                Map.of(
                    NoticeLanguage.DE,
                    new Sentences(List.of(), List.of("Wir nutzen Mixpanel nicht mehr.")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("de: 0 findings and 1 measures are translated of 1 and 2");
  }

  @Test
  void claimThatNoFindingBacksDoesNotCompile() {
    assertThat(refused("Your IP address was not exposed."))
        .contains("line 11 says that user.device.ip_address was not exposed");
    assertThat(refused("Your phone number was stolen."))
        .contains("line 11 says that user.contact.phone_number was exposed, of everybody alike");
    assertThat(refused("We did not send your card to Mixpanel."))
        .contains("line 11 says that user.financial.credit_card was not sent");
    assertThat(refused("This was not in it:\n\n- your name"))
        .contains("line 13 says that user.name was not exposed");
    assertThat(refused("Nobody got into our own servers."))
        .contains("line 11 says that our own systems are not concerned", "incident sign");
    assertThat(refused("Hello {name}")).contains("[name]", "[11]");
    compile("No one broke into our own systems. Your phone number was not exposed.");
  }

  @Test
  void passwordsWereNotExposedIsNeverSaidAndNotSentOnlyWithTheFinding() {
    for (AbsenceGrade grade : AbsenceGrade.values()) {
      assertThat(rules(grade, "Passwords were not exposed.")).contains("absence-grade");
    }
    assertThat(rules(AbsenceGrade.SEARCHED, "We did not send passwords to Mixpanel."))
        .contains("absence-grade");
    assertThat(rules(AbsenceGrade.NEVER_SENT, "We did not send passwords to Mixpanel.")).isEmpty();
  }

  private static List<String> rules(AbsenceGrade grade, String sentence) {
    NoticeFacts plain = NoticeFixtures.facts(State.AFFECTED);
    NoticeFacts facts =
        new NoticeFacts(
            plain.state(),
            plain.vendor(),
            plain.happenedOn(),
            plain.knownOn(),
            List.of(sentence),
            Map.of(DataCategory.PASSWORD, grade),
            plain.measures(),
            plain.nextUpdate());
    Addressee addressee = NoticeFixtures.addressee(true);
    NoticeDocument notice =
        NoticeTemplate.english()
            .fill(
                new NoticeWording(facts, NoticeFixtures.ISSUER)
                    .of(addressee, "ABCDE-12345", "bodi-kifa-lozo-meta"));
    return new NoticeLinter(facts, NoticeFixtures.ISSUER)
        .lint(notice, addressee, "ABCDE-12345", "bodi-kifa-lozo-meta").stream()
            .map(LintFinding::rule)
            .toList();
  }

  private static String refused(String line) {
    try {
      compile(line);
      return "";
    } catch (FirebreakException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void compile(String line) {
    new NoticeClaims(NoticeFixtures.facts(State.AFFECTED))
        .requireBacked(
            new NoticeTemplate(NoticeTemplate.english().source().replace("{findings}", line)));
  }
}
