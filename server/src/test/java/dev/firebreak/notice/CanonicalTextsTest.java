package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.digest.Sha256;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The texts for everybody: what stands in them without a blank stands in every notice.
final class CanonicalTextsTest {
  @TempDir Path folder;
  private NoticeDesk desk;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyLineWithoutABlankStandsInEveryNotice(State state) {
    NoticeRenderer renderer = renderer(state);
    List<Addressee> readers = readers(state);
    List<CanonicalText> texts = CanonicalTexts.of(renderer, readers);
    assertThat(texts).hasSize(2 * NoticeLanguage.values().length);
    for (CanonicalText text : texts) {
      List<String> alike = text.file().lines().filter(line -> !line.contains("[")).skip(1).toList();
      assertThat(alike).hasSizeGreaterThan(15);
      for (Addressee reader : readers) {
        if (reader.isFollowUp() == text.followUp()) {
          Addressee there = reader.in(text.language().tag());
          RenderedNotice notice = renderer.render(renderer.written(there), there, "ABCDE-FGHJK");
          assertThat(notice.text().lines()).containsAll(alike);
        }
      }
    }
  }

  @Test
  void whatDiffersFromPersonToPersonIsABlankWithAName() {
    CanonicalText text =
        CanonicalTexts.of(renderer(State.AFFECTED), readers(State.AFFECTED)).getFirst();
    assertThat(text.file())
        .startsWith("Subject: You are affected by the data theft at Mixpanel\n\nYou are affected")
        .contains("\n[the kinds of data about you]\n")
        .contains("\n[your accounts, where you have more than one]\n")
        .contains("- Notice number: [the number of your notice]\n- Word: [the word of your notice]")
        .contains("We stopped using Mixpanel.")
        .doesNotContain("your city")
        .doesNotContain("{");
  }

  @Test
  void whatIsSaidToAllAlikeIsNoBlank() {
    NoticeFacts facts = NoticeFixtures.facts(State.NOT_AFFECTED);
    NoticeRenderer renderer = renderer(facts);
    String text =
        CanonicalTexts.of(renderer, List.of(NoticeFixtures.addressee(State.NOT_AFFECTED, true)))
            .getFirst()
            .file();
    assertThat(text)
        .contains("We looked for you in the stolen file and did not find you.")
        .contains("This was not exposed:\n\n- your phone number")
        .contains("1. When a mail looks odd");
    assertThat(text.lines().filter(line -> line.contains("["))).hasSize(2);
  }

  @Test
  void isPublishedOnceTheCampaignHasBegunInTheLanguageAskedFor() {
    NoticeStatements statements = statements();
    String id = approved();
    assertThat(statements.file("/texts/" + id + ".en.txt")).isEmpty();
    assertThat(statements.page("/notices/" + id, "en")).isEmpty();
    desk.send(id, new FakeMailTransport(), 1);

    String file = published(statements, "/texts/" + id + ".de.txt");
    assertThat(file).startsWith("Subject: Sie sind vom Datendiebstahl bei Mixpanel betroffen\n");
    String digest = published(statements, "/texts/" + id + ".de.txt.sha256");
    assertThat(digest).isEqualTo(Sha256.hex(file) + "  " + id + ".de.txt\n");
    assertThat(published(statements, "/texts/" + id + ".de.txt.sig")).contains("SSH SIGNATURE");
    assertThat(published(statements, "/statements/" + id + ".json")).contains(Sha256.hex(file));

    NoticeTextPage.Shown page = statements.page("/notices/" + id, "de-AT").orElseThrow();
    assertThat(page.language()).isEqualTo(NoticeLanguage.DE);
    assertThat(page.html())
        .contains("<html lang=\"de\">", Sha256.hex(file), "[welche Daten über Sie]", "?language=fr")
        .doesNotContain("<script", "{", "person0", "acc-0");
    assertThat(statements.page("/notices/" + id, "pl").orElseThrow().language())
        .isEqualTo(NoticeLanguage.EN);
    assertThat(statements.page("/notices/", "fr").orElseThrow().html())
        .contains("Tous nos messages", "href=\"" + id + "?language=fr\"");
    assertThat(statements.page("/notices/2025-12-n1", "en")).isEmpty();
    assertThat(statements.file("/texts/" + id + ".txt")).isEmpty();
  }

  @Test
  void staysTheSameAfterTheWordsOfTheProgramHaveChanged() {
    String id = approved();
    desk.send(id, new FakeMailTransport(), 1);
    String before = published(statements(), "/texts/" + id + ".en.txt");
    desk.control
        .writer()
        .useHandle(handle ->
            handle.execute("UPDATE notice_campaign SET template = 'Subject: x\n\n{state}'"));
    assertThat(published(statements(), "/texts/" + id + ".en.txt")).isEqualTo(before);
  }

  private String approved() {
    CampaignDraft draft =
        new CampaignDraft(
            NoticeFixtures.INCIDENT,
            "First notice",
            NoticeFixtures.inAllLanguages(State.AFFECTED),
            NoticeFixtures.ISSUER,
            "",
            false);
    String id = desk.campaigns.draft(draft, NoticeFixtures.members(3), desk.ines).id();
    assertThat(desk.campaigns.lint(id)).isEmpty();
    return desk.campaigns.approve(id, desk.omar).id();
  }

  private NoticeStatements statements() {
    FirebreakConfig.Company company =
        new FirebreakConfig.Company(
            "Example Works",
            "example.com",
            "privacy@example.com",
            "dpo@example.com",
            "IE",
            URI.create("https://example.com/notices"));
    return new NoticeStatements(desk.control, desk.keys, company, desk.clock);
  }

  private static String published(NoticeStatements statements, String path) {
    return new String(statements.file(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private NoticeRenderer renderer(State state) {
    return renderer(NoticeFixtures.inAllLanguages(state));
  }

  private NoticeRenderer renderer(NoticeFacts facts) {
    CampaignDraft draft =
        new CampaignDraft(
            NoticeFixtures.INCIDENT, "First notice", facts, NoticeFixtures.ISSUER, "", false);
    return new NoticeRenderer(
        "2025-11-n1",
        NoticeTemplateSet.of(draft),
        facts,
        NoticeFixtures.ISSUER,
        new NoticeNumbers(desk.keys));
  }

  /// As different as people can be: kinds in clear, as codes and none, one account and two, with
  /// and without a second factor; each also as somebody who was told before.
  private static List<Addressee> readers(State state) {
    List<Addressee> first = new ArrayList<>();
    first.add(NoticeFixtures.addressee(state, true));
    if (state != State.NOT_AFFECTED) {
      for (DataCategory category : DataCategory.values()) {
        first.add(NoticeFixtures.addresseeWith(category));
      }
    }
    return Stream.of(first.stream(), first.stream().map(CanonicalTextsTest::toldBefore))
        .flatMap(each -> each)
        .toList();
  }

  private static Addressee toldBefore(Addressee reader) {
    return reader.after(
        new Addressee.Told(true, DataCategory.PHONE.mask(), 0, DataCategory.EMAIL.mask()));
  }
}
