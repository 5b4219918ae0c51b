package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.config.Secret;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.notice.NoticeFacts.State;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The product's servers ask over real connections.
final class NoticeInboxApiTest {
  private static final String SECRET = "a-secret-that-both-sides-know";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeMailTransport relay = new FakeMailTransport();
  private NoticeDesk desk;
  private NoticeInbox inbox;
  private SideListener listener;

  @BeforeEach
  void open() {
    desk = new NoticeDesk(folder);
    inbox = new NoticeInbox(desk.control, desk.keys, desk.audit, desk.clock);
    listener =
        SideListener.start(
            InetSocketAddress.createUnresolved("127.0.0.1", 0),
            "notices-in-product",
            "mail.in-product.listen",
            new NoticeInboxApi(inbox, Secret.of(SECRET), new Clients(List.of()), desk.clock));
  }

  @AfterEach
  void close() {
    client.close();
    listener.close();
    inbox.close();
    desk.close();
  }

  @Test
  void accountReadsTheVeryTextThatWasMailed() throws Exception {
    String id = desk.approved(3).id();
    assertThat(notices("acc-1")).isEmpty();
    desk.send(id, relay, 1);
    OutgoingMail mail =
        relay.accepted().stream()
            .filter(each -> each.to().equals("person1@example.org"))
            .findFirst()
            .orElseThrow();

    JsonNode notice = notices("acc-1").get(0);
    assertThat(notice.get("campaign").asString()).isEqualTo(id);
    assertThat(notice.get("number").asString()).isEqualTo(mail.notice().number());
    assertThat(notice.get("state").asString()).isEqualTo("affected");
    assertThat(notice.get("language").asString()).isEqualTo("en");
    assertThat(notice.get("title").asString()).isEqualTo(mail.notice().subject());
    assertThat(notice.get("text").asString()).isEqualTo(mail.notice().text());
    assertThat(notice.has("acknowledgedAt")).isFalse();
    assertThat(notices("acc-99")).isEmpty();
  }

  @Test
  void whomMailCannotReachReadsItHereAndLeavesTheListOfThoseToTell() throws Exception {
    List<AudienceMember> members = new ArrayList<>(NoticeFixtures.members(2));
    members.add(unreachable("acc-x", "de"));
    members.add(unreachable("acc-y", "en"));
    String id = sent(members);

    JsonNode notice = notices("acc-x").get(0);
    assertThat(notice.get("language").asString()).isEqualTo("de");
    assertThat(notice.get("text").asString())
        .contains("Ihr Name", "hier nicht nötig, da Sie angemeldet sind");
    assertThat(desk.campaigns.setAside(id, desk.omar))
        .isEqualTo(Map.of("MISSING", List.of("acc-x", "acc-y")));
    String number = notice.get("number").asString();
    JsonNode first = JSON.readTree(acknowledge("acc-x", number).body());
    desk.now.updateAndGet(at -> at.plus(Duration.ofHours(2)));
    JsonNode again = JSON.readTree(acknowledge("acc-x", number).body());
    assertThat(first.get("acknowledgedAt").asString()).isEqualTo("2025-11-26T08:00:00Z");
    assertThat(again).isEqualTo(first);
    assertThat(desk.campaigns.status(id).acknowledged()).isEqualTo(1);
    assertThat(desk.campaigns.setAside(id, desk.omar))
        .isEqualTo(
            Map.of("ACKNOWLEDGED_IN_PRODUCT", List.of("acc-x"), "MISSING", List.of("acc-y")));
  }

  @Test
  void nobodyAcknowledgesAnotherAccountsNotice() throws Exception {
    String id = sent(NoticeFixtures.members(2));
    String number = notices("acc-1").get(0).get("number").asString();
    assertProblem(acknowledge("acc-0", number), 404);
    assertProblem(acknowledge("acc-1", "AAAAA-AAAAA"), 404);
    assertThat(desk.campaigns.status(id).acknowledged()).isZero();
  }

  @Test
  void textOfWhomMailCannotReachIsPartOfWhatIsApproved() {
    List<AudienceMember> members = new ArrayList<>(NoticeFixtures.members(1));
    members.add(unreachable("acc-x", "en"));
    String id = desk.campaigns.draft(NoticeFixtures.draft(false), members, desk.ines).id();
    assertThat(desk.campaigns.lint(id)).isEmpty();
    desk.control
        .writer()
        .useHandle(handle -> handle.execute("UPDATE notice_in_product SET text_digest = 'x'"));
    assertThatThrownBy(() -> desk.campaigns.approve(id, desk.omar))
        .hasMessageContaining("not the one that was drafted");
  }

  @Test
  void withdrawnCampaignShowsNothing() throws Exception {
    String id = desk.approved(2).id();
    desk.campaigns.withdraw(id, desk.ines);
    assertThat(notices("acc-1")).isEmpty();
  }

  @Test
  void withoutTheSecretNothingIsAnsweredAndGuessingEndsSoon() throws Exception {
    sent(NoticeFixtures.members(2));
    assertProblem(get("/api/v1/notices?account=acc-1", ""), 401);
    for (int i = 1; i < NoticeInboxApi.REFUSALS_PER_MINUTE; i++) {
      assertProblem(get("/api/v1/notices?account=acc-1", "Bearer guess" + i), 401);
    }
    HttpResponse<String> spent = get("/api/v1/notices?account=acc-1", "Bearer " + SECRET);
    assertProblem(spent, 429);
    assertThat(spent.headers().firstValue("Retry-After")).contains("60");
    desk.now.updateAndGet(at -> at.plusSeconds(60));
    assertThat(notices("acc-1")).hasSize(1);
  }

  @Test
  void wrongRequestsAreProblemsThatRepeatNothing() throws Exception {
    String key = "Bearer " + SECRET;
    assertProblem(get("/api/v1/notices", key), 400);
    assertProblem(get("/api/v1/notices?account=a&account=b", key), 400);
    assertProblem(get("/api/v1/notices?account=" + "a".repeat(257), key), 400);
    assertProblem(get("/api/v1/people?account=canary-account", key), 404);
    assertProblem(get("/api/v1/notices/AAAAA-AAAAA/acknowledged?account=a", key), 405);
  }

  @Test
  void whatIsAskedIsAuditedAsASum() throws Exception {
    sent(NoticeFixtures.members(3));
    notices("acc-1");
    notices("acc-99");
    acknowledge("acc-1", notices("acc-1").get(0).get("number").asString());
    desk.now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    notices("acc-2");
    AuditEntry entry = desk.audit.show(AuditFilter.newest(1)).getFirst();
    assertThat(entry.action()).isEqualTo("NoticesAskedInProduct");
    assertThat(entry.details()).isEqualTo(Map.of("asked", "4", "shown", "3", "acknowledged", "1"));
  }

  private String sent(List<AudienceMember> members) {
    CampaignDraft draft =
        new CampaignDraft(
            NoticeFixtures.INCIDENT,
            "First notice",
            NoticeFixtures.inAllLanguages(State.AFFECTED),
            NoticeFixtures.ISSUER,
            "",
            false);
    String id = desk.campaigns.draft(draft, members, desk.ines).id();
    assertThat(desk.campaigns.lint(id)).isEmpty();
    desk.campaigns.approve(id, desk.omar);
    desk.send(id, relay, 1);
    return id;
  }

  private static AudienceMember unreachable(String account, String language) {
    return new AudienceMember(
        account, "", "", language, NoticeFixtures.EXPOSED, 0, 0, false, "member", 1);
  }

  private JsonNode notices(String account) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v1/notices?account=" + account, "Bearer " + SECRET);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return JSON.readTree(answer.body()).get("notices");
  }

  private HttpResponse<String> get(String path, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(listener.uri().resolve(path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> acknowledge(String account, String number)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                listener
                    .uri()
                    .resolve("/api/v1/notices/" + number + "/acknowledged?account=" + account))
            .header("Authorization", "Bearer " + SECRET)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(JSON.readTree(answer.body()).get("status").intValue()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("canary-account", "guess", SECRET);
  }
}
