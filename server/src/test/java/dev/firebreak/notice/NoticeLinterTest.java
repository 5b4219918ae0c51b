package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NoticeLinterTest {
  private static final String NUMBER = "ABCDE-12345";
  private static final String WORD = "bodi-kifa-lozo-meta";

  @ParameterizedTest
  @EnumSource(State.class)
  void shippedTemplateBreaksNoRule(State state) {
    for (boolean secondFactor : new boolean[] {true, false}) {
      Addressee addressee = NoticeFixtures.addressee(state, secondFactor);
      assertThat(lint(NoticeTemplate.english(), state, addressee)).isEmpty();
    }
  }

  @Test
  void shippedTemplateBreaksNoRuleForAnyKindOfData() {
    for (DataCategory category : DataCategory.values()) {
      Addressee addressee = NoticeFixtures.addresseeWith(category);
      assertThat(lint(NoticeTemplate.english(), State.AFFECTED, addressee))
          .as(category.key())
          .allMatch(finding ->
              finding.warning()
                  && finding.rule().equals("unsorted")
                  && category == DataCategory.UNCLASSIFIED);
    }
  }

  @Test
  void exposedPersonIsNeverToldThatTheyAreNotAffected() {
    assertThat(
            lint(
                NoticeTemplate.english(),
                State.NOT_AFFECTED,
                new Addressee(
                    "a@example.org",
                    List.of("1"),
                    List.of(),
                    0,
                    0,
                    DataCategory.DEVICE_ID.mask(),
                    true,
                    0)))
        .extracting(LintFinding::rule)
        .contains("state");
  }

  @Test
  void stolenFileIsSpokenOfOnlyOnceItWasRead() {
    assertThat(rendered(State.AFFECTED).text()).contains("gave us the stolen file");
    assertThat(rendered(State.UNKNOWN).text())
        .doesNotContain("gave us the stolen file")
        .doesNotContain("We read it")
        .contains("We have not read the stolen data yet");
  }

  private static RenderedNotice rendered(State state) {
    Addressee addressee = NoticeFixtures.addressee(true);
    NoticeDocument document =
        NoticeTemplate.english()
            .fill(
                new NoticeWording(NoticeFixtures.facts(state), NoticeFixtures.ISSUER)
                    .of(addressee, NUMBER, WORD));
    return new RenderedNotice(NUMBER, document.subject(), document.text(), document.html());
  }

  @Test
  void unsortedDataIsAWarningForWhoApproves() {
    Addressee addressee =
        new Addressee(
            "a@example.org",
            List.of("1"),
            List.of(),
            DataCategory.UNCLASSIFIED.mask(),
            0,
            0,
            true,
            0);
    assertThat(lint(NoticeTemplate.english(), State.AFFECTED, addressee))
        .singleElement()
        .matches(finding -> finding.warning() && finding.rule().equals("unsorted"));
  }

  @Test
  void hashOfAnAddressIsNotCalledACodeThatGuessingCannotUndo() {
    Addressee addressee =
        new Addressee(
            "a@example.org",
            List.of("1"),
            List.of(),
            0,
            0,
            DataCategory.EMAIL.mask() | DataCategory.DEVICE_ID.mask(),
            true,
            0);
    String text = rendered(addressee).text();
    assertThat(text).doesNotContain("we alone can read");
    assertThat(text)
        .contains("in scrambled form, which guessing can undo:\n\n- your mail address\n")
        .contains("as codes in their place:\n\n- a number that stands for your device\n");
  }

  @Test
  void consequencesFollowTheKindsOfData() {
    assertThat(rendered(exposed(DataCategory.PASSWORD)).text()).contains("get into your account");
    assertThat(rendered(exposed(DataCategory.CREDIT_CARD)).text()).contains("take money");
    assertThat(rendered(exposed(DataCategory.HEALTH)).text()).contains("keep to yourself");
    assertThat(rendered(exposed(DataCategory.PHONE)).text()).contains("write to you or call you");
    assertThat(rendered(exposed(DataCategory.EMAIL)).text())
        .contains("can write to you, with facts")
        .doesNotContain("call you");
    assertThat(rendered(exposed(DataCategory.COUNTRY)).text())
        .contains("does not say how to reach you")
        .doesNotContain("can write to you");
  }

  private static Addressee exposed(DataCategory category) {
    return new Addressee("a@example.org", List.of("1"), List.of(), category.mask(), 0, 0, true, 0);
  }

  @Test
  void hedgesAreAllowedWhileNothingIsKnown() {
    NoticeTemplate template =
        new NoticeTemplate(
            NoticeTemplate.english().source().replace("{findings}", "Your name may be in it."));
    assertThat(lint(template, State.UNKNOWN, NoticeFixtures.addressee(true))).isEmpty();
  }

  @Test
  void absenceWithoutBothGradesIsNeverClaimed() {
    RenderedNotice notice = rendered(NoticeFixtures.addressee(true));
    assertThat(notice.text()).contains("This was not exposed:\n\n- your phone number\n");
    assertThat(notice.text()).contains("We did not send this to Mixpanel:\n\n- your password\n");
    assertThat(notice.text()).doesNotContain("IP address");
  }

  @Test
  void whatWasNotSentStandsByTopicAndEachKindIsHeldToItsOwnGrade() {
    Map<DataCategory, NoticeFacts.AbsenceGrade> absences = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      absences.put(category, NoticeFacts.AbsenceGrade.NEVER_SENT);
    }
    absences.remove(DataCategory.CREDIT_CARD);
    NoticeFacts sent = NoticeFixtures.facts(State.AFFECTED);
    NoticeFacts facts =
        new NoticeFacts(
            sent.state(),
            sent.vendor(),
            sent.happenedOn(),
            sent.knownOn(),
            sent.findings(),
            absences,
            sent.measures(),
            sent.nextUpdate());
    Addressee addressee = exposed(DataCategory.CREDIT_CARD);
    NoticeDocument notice =
        NoticeTemplate.english()
            .fill(new NoticeWording(facts, NoticeFixtures.ISSUER).of(addressee, NUMBER, WORD));

    assertThat(notice.text())
        .contains("- your password; codes that open your account; your API keys\n")
        .contains("- the number of your passport or ID card; your date of birth\n");
    for (DataCategory category : absences.keySet()) {
      assertThat(notice.text()).contains(PlainWords.of(category));
    }
    assertThat(new NoticeLinter(facts, NoticeFixtures.ISSUER).lint(notice, addressee, NUMBER, WORD))
        .isEmpty();
  }

  @Test
  void whereNoAbsenceIsShownTheNoticeSaysHowFarItKnows() {
    NoticeFacts facts = NoticeFixtures.facts(State.AFFECTED);
    Addressee all =
        new Addressee(
            "a@example.org",
            List.of("1"),
            List.of(),
            DataCategory.PHONE.mask() | DataCategory.PASSWORD.mask(),
            0,
            0,
            true,
            0);

    assertThat(rendered(all).text())
        .contains("We do not know if the thief has more than this file.")
        .doesNotContain("was not exposed");
    assertThat(lint(NoticeTemplate.english(), facts.state(), all)).isEmpty();
  }

  @Test
  void categoryThatIsExposedIsNotListedAsAbsent() {
    Addressee withPhone =
        new Addressee(
            "a@example.org", List.of("1"), List.of(), DataCategory.PHONE.mask(), 0, 0, true, 0);
    assertThat(rendered(withPhone).text())
        .contains("kinds of data about you:\n\n- your phone number")
        .doesNotContain("This was not exposed");
  }

  @Test
  void unknownPlaceholdersAreRefusedAllAtOnce() {
    assertThatThrownBy(() -> new NoticeTemplate("{name} {state} {email}"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("[email, name]");
  }

  @Test
  void textOfADirectoryCannotBecomeMarkup() {
    Addressee hostile =
        new Addressee(
            "a@example.org",
            List.of("<a href=https://evil.example>", "x\n\n# What happened"),
            List.of(),
            0,
            0,
            0,
            true,
            0);
    RenderedNotice notice = rendered(hostile);
    assertThat(notice.html()).doesNotContain("<a").doesNotContain("evil.example");
    assertThat(notice.html().split("<h2>", -1)).hasSize(6);
  }

  @Test
  void valueOfThisPersonInAFindingIsFound() {
    NoticeFacts facts = NoticeFixtures.facts(State.AFFECTED);
    NoticeTemplate template =
        new NoticeTemplate(
            NoticeTemplate.english().source().replace("{findings}", "Ada Example is in it."));
    NoticeDocument document =
        template.fill(
            new NoticeWording(facts, NoticeFixtures.ISSUER)
                .of(NoticeFixtures.addressee(true), NUMBER, WORD));
    assertThat(
            new NoticeLinter(facts, NoticeFixtures.ISSUER)
                .lint(document, NoticeFixtures.addressee(true), NUMBER, WORD))
        .extracting(LintFinding::rule)
        .containsExactly("value");
  }

  private static RenderedNotice rendered(Addressee addressee) {
    NoticeDocument document =
        NoticeTemplate.english()
            .fill(
                new NoticeWording(NoticeFixtures.facts(State.AFFECTED), NoticeFixtures.ISSUER)
                    .of(addressee, NUMBER, WORD));
    return new RenderedNotice(NUMBER, document.subject(), document.text(), document.html());
  }

  private static List<LintFinding> lint(NoticeTemplate template, State state, Addressee addressee) {
    NoticeFacts facts = NoticeFixtures.facts(state);
    NoticeDocument document =
        template.fill(new NoticeWording(facts, NoticeFixtures.ISSUER).of(addressee, NUMBER, WORD));
    return new NoticeLinter(facts, NoticeFixtures.ISSUER).lint(document, addressee, NUMBER, WORD);
  }
}
