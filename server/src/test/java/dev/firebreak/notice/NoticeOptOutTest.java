package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeOptOutTest {
  private static final String ONE_CLICK = "List-Unsubscribe=One-Click";
  private static final long PHONE = DataCategory.PHONE.mask();

  @TempDir Path folder;
  private NoticeDesk desk;
  private NoticeOptOuts optOuts;
  private ConfirmedOperator rosa;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
    optOuts = new NoticeOptOuts(desk.control, desk.keys, desk.audit, desk.clock);
    rosa = ConfirmedOperators.of("rosa", Role.RESPONDER, NoticeDesk.START);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void firstNoticeGoesToWhoWantsNoFollowUpsAndTheFollowUpDoesNot() {
    assertThat(optOuts.add("Person0@example.org", rosa)).isPresent();
    List<OutgoingMail> first = sent(draft(false, 0, 1));
    assertThat(first)
        .extracting(OutgoingMail::to)
        .containsExactlyInAnyOrder("person0@example.org", "person1@example.org");
    assertThat(first).noneMatch(mail -> mail.headers().containsKey("List-Unsubscribe"));

    String followUp = draft(true, 0, 1, 2);
    assertThat(desk.campaigns.status(followUp).setAside()).containsEntry("OPTED_OUT", 1L);
    assertThat(desk.campaigns.setAside(followUp, rosa))
        .containsEntry("OPTED_OUT", List.of("acc-0"));
    List<OutgoingMail> second = sent(followUp);
    assertThat(second)
        .extracting(OutgoingMail::to)
        .containsExactlyInAnyOrder("person1@example.org", "person2@example.org");
    for (OutgoingMail mail : second) {
      boolean told = mail.to().equals("person1@example.org");
      assertThat(mail.headers().containsKey("List-Unsubscribe")).isEqualTo(told);
      assertThat(mail.headers().containsKey("List-Unsubscribe-Post")).isEqualTo(told);
    }
  }

  @Test
  void whoWasToldThatNothingIsKnownYetGetsTheFirstNoticeThatTheyAreAffected() {
    String unknown =
        desk.campaigns
            .draft(
                NoticeFixtures.draft(State.UNKNOWN, false),
                List.of(NoticeFixtures.unexposed(0)),
                desk.ines)
            .id();
    sent(unknown);
    optOuts.add("person0@example.org", rosa);
    List<OutgoingMail> affected = sent(draft(false, 0));
    assertThat(affected).extracting(OutgoingMail::to).containsExactly("person0@example.org");
    assertThat(affected.getFirst().headers()).doesNotContainKey("List-Unsubscribe");
  }

  @Test
  void whoIsTakenOffTheListGetsFollowUpsAgain() {
    optOuts.add("person0@example.org", rosa);
    assertThat(optOuts.add("person0@example.org", rosa)).isEmpty();
    assertThat(optOuts.remove("PERSON0@example.org", rosa)).isPresent();
    assertThat(optOuts.remove("person0@example.org", rosa)).isEmpty();
    assertThat(optOuts.list()).isEmpty();
    sent(draft(false, 0));
    assertThat(sent(draft(true, 0))).hasSize(1);
  }

  @Test
  void whoAsksAfterTheDraftStopsItsApproval() {
    sent(draft(false, 0, 1));
    String followUp = draft(true, 0, 1);
    assertThat(desk.campaigns.lint(followUp)).isEmpty();
    optOuts.add("person1@example.org", rosa);
    assertThatThrownBy(() -> desk.campaigns.approve(followUp, desk.omar))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("draft anew");
  }

  @Test
  void whoAsksAfterTheApprovalGetsNoneAndTheOutcomeSaysSo() {
    sent(draft(false, 0, 1));
    String followUp = draft(true, 0, 1, 2);
    assertThat(desk.campaigns.lint(followUp)).isEmpty();
    desk.campaigns.approve(followUp, desk.omar);
    optOuts.add("person1@example.org", rosa);
    optOuts.add("person2@example.org", rosa);

    FakeMailTransport relay = new FakeMailTransport();
    CampaignProgress progress = desk.send(followUp, relay, 1);

    assertThat(relay.accepted())
        .as("to person 2 it is a first notice, which nobody declines")
        .extracting(OutgoingMail::to)
        .containsExactlyInAnyOrder("person0@example.org", "person2@example.org");
    assertThat(progress.optedOut()).isEqualTo(1);
    assertThat(progress.open()).isZero();
    assertThat(desk.campaigns.find(followUp).status()).isEqualTo(CampaignStatus.FINISHED);
    assertThat(desk.campaigns.setAside(followUp, rosa))
        .containsEntry("OPTED_OUT", List.of("acc-1"));
    assertThat(audited("NoticeSendingEnded").getLast().details()).containsEntry("optedOut", "1");

    optOuts.remove("person1@example.org", rosa);
    assertThat(desk.send(followUp, relay, 1).sent())
        .as("an outcome is the end: a further send writes to nobody")
        .isEqualTo(2);
  }

  @Test
  void whoAsksWhileOthersOfTheSameBatchAreWrittenToGetsNone() {
    sent(draft(false, 0, 1, 2));
    String followUp = draft(true, 0, 1, 2);
    assertThat(desk.campaigns.lint(followUp)).isEmpty();
    desk.campaigns.approve(followUp, desk.omar);
    List<String> written = new ArrayList<>();
    MailTransport relay =
        () ->
            new MailTransport.Connection() {
              @Override
              public MailResult send(OutgoingMail mail) {
                written.add(mail.to());
                for (int each = 0; each < 3; each++) {
                  if (!written.contains("person" + each + "@example.org")) {
                    optOuts.add("person" + each + "@example.org", rosa);
                  }
                }
                return new MailResult.Accepted("250 2.0.0 Ok");
              }

              @Override
              public void close() {}
            };

    CampaignProgress progress = desk.send(followUp, relay, 1);

    assertThat(written).hasSize(1);
    assertThat(progress.sent()).isEqualTo(1);
    assertThat(progress.optedOut()).isEqualTo(2);
  }

  @Test
  void addressesAreNeitherInTheDatabaseNorInTheAuditLog() {
    String id = optOuts.add("person0@example.org", rosa).orElseThrow();
    List<String> stored =
        desk.control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT address_hash || added_by FROM notice_opt_out")
                    .mapTo(String.class)
                    .list());
    assertThat(stored)
        .hasSize(1)
        .allMatch(each -> each.startsWith(id) && !each.contains("person0"));
    assertThat(audited("NoticeSuppressed"))
        .extracting(AuditEntry::subject)
        .containsExactly("opt-out:" + id);
    assertThatThrownBy(() -> optOuts.add("nobody", rosa))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("no mail address")
        .hasMessageNotContaining("nobody");
  }

  @Test
  void oneClickWorksForItsOwnLinkOnlyAndAnswersTheSameToAll() throws Exception {
    sent(draft(false, 0, 1));
    List<OutgoingMail> followUps = sent(draft(true, 0, 1));
    String link = path(followUps.getFirst());
    String other = path(followUps.getLast());
    String number = link.split("/", -1)[2];
    String forged = "/unsubscribe/" + number + "/" + other.split("/", -1)[3];
    try (SideListener page = page();
        HttpClient client = HttpClient.newHttpClient()) {
      String question = get(client, page.uri().resolve(link));
      assertThat(question).contains("method=\"post\"", ONE_CLICK.split("=", -1)[1]);
      assertThat(get(client, page.uri().resolve(forged))).isEqualTo(question);
      String answer = post(client, page.uri().resolve(forged), ONE_CLICK).body();
      for (String wrong : List.of("/unsubscribe/ZZZZZ-ZZZZZ/0", "/unsubscribe/x/y")) {
        assertThat(post(client, page.uri().resolve(wrong), ONE_CLICK).body()).isEqualTo(answer);
      }
      assertThat(post(client, page.uri().resolve(link), "").body()).isEqualTo(answer);
      assertThat(optOuts.list()).isEmpty();

      assertThat(post(client, page.uri().resolve(link), ONE_CLICK).body()).isEqualTo(answer);
      assertThat(optOuts.list())
          .extracting(NoticeOptOuts.Entry::addedBy)
          .containsExactly("system:opt-out");
      assertThat(post(client, page.uri().resolve(link), ONE_CLICK).body()).isEqualTo(answer);
      assertThat(optOuts.list()).hasSize(1);
      assertThat(audited("NoticeOptedOut"))
          .hasSize(1)
          .allMatch(entry -> entry.details().containsValue(number));
    }
    assertThat(optOuts.remove(followUps.getFirst().to(), rosa)).isPresent();
  }

  @Test
  void pageSpeaksTheReadersLanguage() throws Exception {
    try (SideListener page = page();
        HttpClient client = HttpClient.newHttpClient()) {
      URI link = page.uri().resolve("/unsubscribe/x/y");
      HttpResponse<String> asked =
          client.send(
              HttpRequest.newBuilder(link).header("Accept-Language", "de-AT").build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(asked.headers().firstValue("Vary")).contains("Accept-Language");
      assertThat(asked.headers().firstValue("Content-Language")).contains("de");
      assertThat(asked.body())
          .contains("Keine weiteren Nachrichten von Example Works?", "<html lang=\"de\">")
          .contains("href=\"?language=fr\"")
          .doesNotContain("{title", "{company");
      assertThat(get(client, URI.create(link + "?language=es"))).contains("No enviarme más avisos");
      assertThat(post(client, URI.create(link + "?language=fr"), ONE_CLICK).body())
          .contains("C'est fait.");
    }
  }

  @Test
  void oneClickAlsoComesAsAFormOfParts() throws Exception {
    sent(draft(false, 0));
    OutgoingMail mail = sent(draft(true, 0)).getFirst();
    try (SideListener page = page();
        HttpClient client = HttpClient.newHttpClient()) {
      post(
          client,
          page.uri().resolve(path(mail)),
          "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n"
              + "--b--\r\n");
    }
    assertThat(optOuts.list()).hasSize(1);
  }

  @Test
  void whoAsksTooOftenWaits() throws Exception {
    try (SideListener page = page();
        HttpClient client = HttpClient.newHttpClient()) {
      URI link = page.uri().resolve("/unsubscribe/x/y");
      for (int i = 0; i < 600; i++) {
        assertThat(post(client, link, ONE_CLICK).statusCode()).isEqualTo(200);
      }
      assertThat(post(client, link, ONE_CLICK).statusCode()).isEqualTo(429);
      desk.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
      assertThat(post(client, link, ONE_CLICK).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void followUpIsGenuineWithOurLinkAloneAndAFirstNoticeWithNone() throws Exception {
    OutgoingMail first = sent(draft(false, 0)).getFirst();
    OutgoingMail mail = sent(draft(true, 0)).getFirst();
    String eml = eml(mail);
    String post = "List-Unsubscribe-Post: " + ONE_CLICK;
    assertThat(eml).contains("\r\n" + post + "\r\n", "\r\nList-Unsubscribe: <https://");
    assertGenuine(eml, true);
    assertGenuine(eml.replaceAll("List-Unsubscribe[^\r]*\r\n", ""), true);
    assertGenuine(eml.replace(post + "\r\n", ""), false);
    assertGenuine(eml.replace("https://example.com/notices/", "https://evil.example/"), false);
    assertGenuine(eml.replace(path(mail), path(mail).replaceFirst(".$", "x")), false);
    assertGenuine(eml.replace(post, post + "\r\nList-Unsubscribe: <https://evil.example/>"), false);
    assertGenuine(eml.replace(post, "List-Help: <https://evil.example/>\r\n" + post), false);
    String plain = eml(first);
    String link = "List-Unsubscribe: <https://example.com/notices" + path(mail) + ">\r\n" + post;
    assertGenuine(plain, true);
    assertGenuine(plain.replace("MIME-Version: 1.0", "MIME-Version: 1.0\r\n" + link), false);
  }

  @Test
  void bothSignaturesCoverTheWayToOptOut() throws Exception {
    sent(draft(false, 0));
    OutgoingMail mail = sent(draft(true, 0)).getFirst();
    DkimSigner signer =
        new DkimKeys(desk.control, desk.keys, desk.clock).signer("example.com", "fb1");
    String signatures =
        signer.sign(eml(mail).getBytes(StandardCharsets.UTF_8)).replaceAll("\\s", "");
    assertThat(signatures.split("list-unsubscribe:list-unsubscribe-post", -1)).hasSize(3);
  }

  /// Drafts to these people; in news everybody has one more kind of data.
  private String draft(boolean news, int... people) {
    List<AudienceMember> members = new ArrayList<>();
    for (int each : people) {
      AudienceMember like = NoticeFixtures.member(each);
      members.add(
          new AudienceMember(
              like.accountId(),
              like.email(),
              like.name(),
              like.language(),
              news ? like.clear() | PHONE : like.clear(),
              like.generalized(),
              like.tokenized(),
              like.secondFactor(),
              like.role(),
              like.phishingScore()));
    }
    return desk.campaigns.draft(NoticeFixtures.draft(news), members, desk.ines).id();
  }

  private List<OutgoingMail> sent(String id) {
    FakeMailTransport relay = new FakeMailTransport();
    assertThat(desk.campaigns.lint(id)).isEmpty();
    desk.campaigns.approve(id, desk.omar);
    SendSettings plain = desk.settings(1);
    SendSettings withPage =
        new SendSettings(
            1, plain.pace(), plain.attemptsMax(), plain.firstRetry(), plain.pause(), true);
    desk.campaigns.send(id, desk.ines, relay, withPage, _ -> {});
    return relay.accepted();
  }

  private SideListener page() {
    return SideListener.start(
        InetSocketAddress.createUnresolved("127.0.0.1", 0),
        "notice-page",
        "mail.page-listen",
        new OptOutPage(
            optOuts,
            new FirebreakConfig.Company(
                "Example Works",
                "example.com",
                "privacy@example.com",
                "dpo@example.com",
                "IE",
                URI.create("https://example.com/notices")),
            new Clients(List.of()),
            desk.clock));
  }

  /// What the listener gets of a mail's link.
  private static String path(OutgoingMail mail) {
    String link = mail.headers().getOrDefault("List-Unsubscribe", "");
    assertThat(link).startsWith("<https://example.com/notices/unsubscribe/").endsWith(">");
    assertThat(link).doesNotContain("person", "@", "acc-");
    return link.substring("<https://example.com/notices".length(), link.length() - 1);
  }

  private void assertGenuine(String eml, boolean genuine) {
    VerificationAnswer answer =
        desk.verifier.verifyMail(eml.getBytes(StandardCharsets.UTF_8), "person0@example.org");
    assertThat(answer instanceof VerificationAnswer.Genuine).as(eml).isEqualTo(genuine);
  }

  private static String eml(OutgoingMail mail) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new NoticeMessage(Session.getInstance(new Properties()), mail, Optional.empty()).writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<AuditEntry> audited(String action) {
    return desk.audit.show(AuditFilter.newest(100)).stream()
        .filter(entry -> entry.action().equals(action))
        .toList();
  }

  private static String get(HttpClient client, URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static HttpResponse<String> post(HttpClient client, URI uri, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
