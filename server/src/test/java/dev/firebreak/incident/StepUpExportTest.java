package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.firebreak.config.Secret;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.risk.PhishingRisk.Band;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StepUpExportTest extends OpenIncident {
  private static final long FULL =
      DataCategory.NAME.mask()
          | DataCategory.EMAIL.mask()
          | DataCategory.BEHAVIOR.mask()
          | DataCategory.ORGANIZATION_ID.mask()
          | DataCategory.CITY.mask();
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private StepUpExport export;
  private HttpServer server;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Received> received = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();

  private record Received(String delivery, String signature, byte[] body) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  @BeforeEach
  void start() throws IOException {
    incident.people.add(IncidentFixture.person("acct-member", FULL, "sms", "member"));
    incident.people.add(IncidentFixture.person("acct-admin", FULL, "none", "admin"));
    incident.people.add(IncidentFixture.person("=acct,\"odd\"", FULL, "none", "member"));
    incident.people.add(
        IncidentFixture.person("acct-safe", DataCategory.COUNTRY.mask(), "passkey", "member"));
    Path file = Files.writeString(folder.resolve("export.ndjson"), "{}\n");
    incident.assess(file);
    export = new StepUpExport(incident.assessments);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              new Received(
                  String.valueOf(exchange.getRequestHeaders().getFirst(StepUpWebhook.DELIVERY)),
                  String.valueOf(exchange.getRequestHeaders().getFirst(StepUpWebhook.SIGNATURE)),
                  exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.removeFirst(), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
  }

  private StepUpWebhook webhook() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/step-up");
    return new StepUpWebhook(
        new StepUpWebhook.Target(url, Secret.of(SECRET)),
        ID,
        1,
        Clock.fixed(IncidentFixture.NOW, ZoneOffset.UTC),
        pauses::add);
  }

  private long post(Band from, int batch) throws IOException {
    try (StepUpWebhook hook = webhook()) {
      return export.toReceiver(incident.officer, ID, 1, from, batch, hook);
    }
  }

  @Test
  void fileHasTheAccountsOfTheBandAndAboveMostUrgentFirst() throws IOException {
    Path file = folder.resolve("step-up.csv");

    assertThat(export.toFile(incident.officer, ID, 1, Band.MEDIUM, file)).isEqualTo(3);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "account_id,band,score,second_factor,action",
            "acct-admin,critical,54.38,none,step-up-today",
            "\"=acct,\"\"odd\"\"\",high,18.13,none,ask-second-factor",
            "acct-member,medium,4.35,sms,tell");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(incident.auditedActions()).contains("PhishingRead");
  }

  @Test
  void fileThatIsThereIsNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("step-up.csv"), "mine");

    assertThatThrownBy(() -> export.toFile(incident.officer, ID, 1, Band.LOW, file))
        .isInstanceOf(FirebreakException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void onlyAPrivacyOfficerExportsAndNothingIsReadBefore() {
    assertThatThrownBy(
            () -> export.toFile(incident.responder, ID, 1, Band.LOW, folder.resolve("x.csv")))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
    assertThat(incident.auditedActions()).doesNotContain("PhishingRead");
  }

  @Test
  void scoresAreSealedWithTheVersion() {
    assertThat(incident.installation.directory().incidents().resolve(ID))
        .isDirectoryContaining("glob:**/phishing-1.sealed");
    assertThat(incident.filesWith("acct-admin")).isEmpty();
  }

  @Test
  void webhookIsSignedOverTimeAndBody() throws Exception {
    assertThat(post(Band.HIGH, 500)).isEqualTo(2);

    Received request = received.getFirst();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    long seconds = IncidentFixture.NOW.getEpochSecond();
    mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
    assertThat(request.signature())
        .isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(request.body())));
    assertThat(request.json().at("/accounts/0/accountId").asString()).isEqualTo("acct-admin");
    assertThat(request.json().at("/accounts/0/action").asString()).isEqualTo("step-up-today");
    assertThat(request.json().at("/accounts").size()).isEqualTo(2);
  }

  @Test
  void webhookTriesAgainWithTheSameDeliveryNumber() throws IOException {
    answers.addAll(List.of(503, 429, 200, 200));

    assertThat(post(Band.MEDIUM, 2)).isEqualTo(3);
    assertThat(received)
        .extracting(Received::delivery)
        .containsExactly(ID + "/1/0", ID + "/1/0", ID + "/1/0", ID + "/1/1");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void webhookGivesUpAfterFiveAttemptsAndAtOnceWhereItIsRefused() {
    answers.addAll(List.of(500, 500, 500, 500, 500, 401));

    assertThatThrownBy(() -> post(Band.MEDIUM, 500)).hasMessageContaining("answered 500");
    assertThat(received).hasSize(StepUpWebhook.ATTEMPTS);
    assertThatThrownBy(() -> post(Band.MEDIUM, 500)).hasMessageContaining("answered 401");
    assertThat(received).hasSize(StepUpWebhook.ATTEMPTS + 1);
  }

  @Test
  void webhookFollowsNoRedirect() {
    answers.add(302);

    assertThatThrownBy(() -> post(Band.MEDIUM, 500)).hasMessageContaining("answered 302");
    assertThat(received).hasSize(1);
  }

  @Test
  void plainHttpElsewhereAndShortSecretsAreRefused() {
    assertThatThrownBy(
            () -> new StepUpWebhook.Target(URI.create("http://192.0.2.1/hook"), Secret.of(SECRET)))
        .hasMessageContaining("https");
    assertThatThrownBy(() ->
            new StepUpWebhook.Target(URI.create("https://idp.example.com/"), Secret.of("short")))
        .hasMessageContaining("32 characters");
  }
}
