package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeLettersTest {
  private static final Pattern WORD = Pattern.compile("[a-z]{4}(?:-[a-z]{4}){3}");

  @TempDir Path folder;
  private NoticeDesk desk;
  private NoticeLetters letters;
  private final FakeMailTransport relay = new FakeMailTransport();
  private final Map<String, String> printed = new LinkedHashMap<>();

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
    letters = new NoticeLetters(desk.control, desk.keys, desk.audit, desk.clock);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void everybodyWhomNoMailReachesHasALetterInTheirLanguage() throws Exception {
    String id = sent();
    List<NoticeLetters.Line> lines = letters.make(id, desk.ines, false, this::take);

    assertThat(lines)
        .extracting(NoticeLetters.Line::reason, NoticeLetters.Line::accounts)
        .containsExactlyInAnyOrder(
            tuple("MISSING", List.of("acc-lost")),
            tuple("DOMAIN_TAKES_NO_MAIL", List.of("acc-dead")),
            tuple("NO_ACCOUNT", List.of("visitor-7")),
            tuple("BOUNCED", List.of("acc-1")));
    assertThat(line(lines, "visitor-7").number()).as("nobody knows who that is").isEmpty();
    assertThat(printed).hasSize(3);
    assertThat(letter(lines, "acc-1"))
        .contains("You are affected", "your mail address", "the mail address of your account")
        .contains("Example Works", "26 November 2025");
    assertThat(letter(lines, "acc-lost"))
        .contains("Sie sind betroffen", "Ihre Kontonummer bei uns", "26. November 2025");
    assertThat(line(lines, "acc-lost").language()).isEqualTo("de");
    assertThat(letter(lines, "acc-dead")).contains("You are affected", "your account number");
    assertThat(printed.values())
        .noneMatch(text -> text.contains("signed in") || text.contains("angemeldet"))
        .noneMatch(text -> text.contains("acc-") || text.contains("@example.org"));
  }

  @ParameterizedTest
  @EnumSource(NoticeLanguage.class)
  void textIsThatOfTheMailUpToHowItIsChecked(NoticeLanguage language) {
    NoticeRenderer renderer =
        new NoticeRenderer(
            "2025-11-n1",
            new NoticeTemplateSet(language, Map.of(language, NoticeTemplate.of(language))),
            NoticeFixtures.inAllLanguages(NoticeFacts.State.AFFECTED).in(language),
            NoticeFixtures.ISSUER,
            new NoticeNumbers(desk.keys));
    Addressee reader = NoticeFixtures.addressee(false);
    String written = renderer.written(reader);
    String number = "ABCDE-FGHJK";

    List<NoticeDocument.Block> mail = renderer.document(written, reader, number).blocks();
    List<NoticeDocument.Block> letter =
        new LetterText(renderer).of(written, reader, number).blocks();

    assertThat(letter).hasSameSizeAs(mail);
    int check = mail.size() - 2;
    assertThat(letter.subList(0, check)).isEqualTo(mail.subList(0, check));
    assertThat(letter.get(check)).isNotEqualTo(mail.get(check));
    assertThat(new NoticeDocument(language, "", letter).text())
        .contains(number, new LetterText(renderer).word(reader, number), "example.com/notices");
  }

  @Test
  void letterIsGenuineForItsReaderAlone() throws Exception {
    String id = sent();
    desk.now.updateAndGet(now -> now.plus(Duration.ofDays(2)));
    List<NoticeLetters.Line> lines = letters.make(id, desk.ines, false, this::take);

    for (String[] reader :
        List.of(
            new String[] {"acc-1", "Person1@example.org"},
            new String[] {"acc-lost", "acc-lost"},
            new String[] {"acc-dead", " acc-dead "})) {
      String number = line(lines, reader[0]).number();
      String word = word(letter(lines, reader[0]));
      VerificationAnswer answer = desk.verifier.verify(number, word, reader[1]);
      assertThat(answer).isInstanceOf(VerificationAnswer.Genuine.class);
      VerificationAnswer.Genuine genuine = (VerificationAnswer.Genuine) answer;
      assertThat(genuine.sentOn()).hasToString("2025-11-28");
      assertThat(genuine.notice().text()).contains(word).contains(number);
      assertThat(genuine.mailDigest()).isNotEqualTo(genuine.notice().digest());
      for (String wrong : List.of("acc-0", "person0@example.org", "", "account: " + reader[0])) {
        assertThat(desk.verifier.verify(number, word, wrong))
            .isInstanceOf(VerificationAnswer.NotFromUs.class);
      }
      assertThat(desk.verifier.verify(number, "bodi-kifa-lozo-meta", reader[1]))
          .isInstanceOf(VerificationAnswer.NotFromUs.class);
    }
  }

  @Test
  void whatWasNeverMadeIsNotFromUs() throws Exception {
    String id = sent();
    String bounced = desk.campaigns.previewOf(id, "acc-1", "ines").text();
    String number = desk.campaigns.previewOf(id, "acc-1", "ines").number();
    String word = word(bounced);
    assertThat(desk.verifier.verify(number, word, "person1@example.org"))
        .as("it was refused, and no letter was made")
        .isInstanceOf(VerificationAnswer.NotFromUs.class);
    assertThatThrownBy(() ->
            letters.make(
                id,
                desk.ines,
                false,
                _ -> {
                  throw new IOException("full");
                }))
        .isInstanceOf(IOException.class);
    assertThat(desk.verifier.verify(number, word, "person1@example.org"))
        .isInstanceOf(VerificationAnswer.NotFromUs.class);
    letters.make(id, desk.ines, false, this::take);
    assertThat(desk.verifier.verify(number, word, "person1@example.org"))
        .isInstanceOf(VerificationAnswer.Genuine.class);
  }

  @Test
  void secondRunMakesNoneTwiceUnlessAsked() throws Exception {
    String id = sent();
    letters.make(id, desk.ines, false, this::take);
    List<String> first = List.copyOf(printed.values());
    printed.clear();
    assertThat(letters.make(id, desk.ines, false, this::take))
        .hasSize(4)
        .allMatch(line -> line.number().isEmpty());
    assertThat(printed).isEmpty();
    letters.make(id, desk.ines, true, this::take);
    assertThat(printed.values()).containsExactlyElementsOf(first);
    assertThat(desk.audit.show(AuditFilter.newest(100)))
        .filteredOn(entry -> entry.action().equals("NoticeLettersMade"))
        .extracting(entry -> entry.details().get("letters"))
        .containsExactly("3", "0", "3");
  }

  @Test
  void onlyAfterSendingHasBegunAndByAPrivacyOfficer() {
    String id = desk.approved(2).id();
    assertThatThrownBy(() -> letters.make(id, desk.ines, false, this::take))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("send it first");
    desk.send(id, relay, 1);
    assertThatThrownBy(() ->
            letters.make(
                id,
                ConfirmedOperators.of("rosa", Role.RESPONDER, NoticeDesk.START),
                false,
                this::take))
        .hasMessageContaining("privacy_officer");
    desk.decide(NoticeGroup.AFFECTED, false);
    assertThatThrownBy(() -> letters.make(id, desk.ines, false, this::take))
        .isInstanceOf(FirebreakException.class);
    assertThat(printed).isEmpty();
  }

  /// A campaign that is sent: two people by mail, of whom one's is refused; one has no address, one
  /// a dead domain, one no account.
  private String sent() {
    List<AudienceMember> members = new ArrayList<>(NoticeFixtures.members(2));
    members.add(at("acc-lost", "", "de"));
    members.add(at("acc-dead", "ada@dead.example", "en"));
    NoticePeople people =
        new RecipientDomains(
                (domain, _) ->
                    domain.equals("dead.example") ? List.of() : List.of("10 mx.example.org"),
                Duration.ofMinutes(1))
            .check(
                new NoticePeople(
                    members,
                    List.of(new NoticePeople.Unreachable("visitor-7", SetAsideReason.NO_ACCOUNT))))
            .people();
    CampaignDraft draft =
        new CampaignDraft(
            NoticeFixtures.INCIDENT,
            "First notice",
            NoticeFixtures.inAllLanguages(NoticeFacts.State.AFFECTED),
            NoticeFixtures.ISSUER,
            "",
            false);
    String id = desk.campaigns.draft(draft, people, desk.ines).id();
    assertThat(desk.campaigns.lint(id)).isEmpty();
    desk.campaigns.approve(id, desk.omar);
    relay.refuse("person1@example.org");
    desk.send(id, relay, 1);
    return id;
  }

  private static AudienceMember at(String account, String address, String language) {
    AudienceMember like = NoticeFixtures.member(1);
    return new AudienceMember(
        account,
        address,
        "Ada Example",
        language,
        like.clear(),
        like.generalized(),
        like.tokenized(),
        like.secondFactor(),
        like.role(),
        like.phishingScore());
  }

  private void take(NoticeLetters.Letter letter) {
    try (PDDocument document = Loader.loadPDF(letter.pdf())) {
      assertThat(document.getNumberOfPages()).isLessThanOrEqualTo(2);
      assertThat(printed.put(letter.number(), new PDFTextStripper().getText(document))).isNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NoticeLetters.Line line(List<NoticeLetters.Line> lines, String account) {
    return lines.stream()
        .filter(line -> line.accounts().contains(account))
        .findFirst()
        .orElseThrow();
  }

  private String letter(List<NoticeLetters.Line> lines, String account) {
    String text = printed.get(line(lines, account).number());
    assertThat(text).isNotNull();
    return text == null ? "" : words(text);
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static String word(String text) {
    Matcher matcher = WORD.matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }
}
