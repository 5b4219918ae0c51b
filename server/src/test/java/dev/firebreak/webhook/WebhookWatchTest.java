package dev.firebreak.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.AddressRange;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.duty.Deadline;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.DutyStanding;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookWatchTest {
  private static final Instant START = Instant.parse("2025-11-26T08:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final ConfirmedOperator admin = ConfirmedOperators.of("nadia", Role.ADMIN, START);
  private ControlDatabase control;
  private HashChainAuditLog audit;
  private WebhookStore store;
  private Webhooks webhooks;
  private WebhookReceiver receiver;
  private WebhookWatch watch;

  @BeforeEach
  void open() throws IOException {
    control = ControlDatabase.open(folder.resolve("control.db"));
    audit = new HashChainAuditLog(control, clock);
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    store = new WebhookStore(control, keys, audit);
    webhooks =
        new Webhooks(store, new WebhookLog(control), FirebreakConfig.Webhooks.DEFAULT, clock);
    receiver = new WebhookReceiver();
    watch = watch(Duration.ofSeconds(30));
    look();
  }

  @AfterEach
  void close() {
    watch.close();
    receiver.close();
    control.close();
  }

  private WebhookWatch watch(Duration timeLimit) {
    return new WebhookWatch(
        store,
        new WebhookLog(control),
        new AuditedMessages(true),
        new WebhookSender(FirebreakConfig.Webhooks.DEFAULT, clock, timeLimit),
        new PrometheusRegistry(),
        clock);
  }

  @Test
  void everyKindOfEventIsToldWithItsIdsAndNothingOfAPerson() throws Exception {
    add(WebhookEvent.all());
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO notice_campaign (id, incident, title, status, template, facts, issuer,"
                    + " audience_hash, content_hash, drafted_by, drafted_at_millis) VALUES"
                    + " ('2025-11-n1', '2025-11', '', 'SENDING', '', '', '', '', '', '', 0)"));
    append("IncidentOpened", "incident:2025-11", Map.of("vendor", "mixpanel"));
    append("VendorCut", "vendor:mixpanel", Map.of("reason", "Ada@example.org told us"));
    append("VendorResumed", "vendor:mixpanel", Map.of("reason", "x"));
    append("VendorStageChanged", "vendor:mixpanel", Map.of("stage", "tokens", "because", "x"));
    append("MomentRecorded", "incident:2025-11", Map.of("moment", "contained", "at", "x"));
    append(
        "MomentRecorded",
        "incident:2025-11",
        Map.of("moment", "authority-notified", "at", "2025-11-26T09:00:00Z", "duty", "eu-gdpr-33"));
    append("NoticeSendingBegun", "campaign:2025-11-n1", Map.of("content", "c"));
    append("NoticeSendingEnded", "campaign:2025-11-n1", Map.of("open", "3", "sent", "7"));
    append("NoticeSendingBegun", "campaign:2025-11-n1", Map.of("content", "c"));
    append("NoticeSendingEnded", "campaign:2025-11-n1", Map.of("open", "0", "sent", "10"));
    append("NoticeSendingEnded", "campaign:2025-11-n1", Map.of("open", "0", "sent", "10"));
    append("NoticeWithdrawn", "campaign:2025-11-n2", Map.of());
    append("IncidentClosed", "incident:2025-11", Map.of("keepUntil", "2028-11-26T00:00:00Z"));
    append("NoticePreviewed", "campaign:2025-11-n1", Map.of("by", "account"));
    watch.tell(List.of(nearer()));
    look();

    assertThat(receiver.requests())
        .extracting(request -> JSON.readTree(request.body()).get("type").asString())
        .containsExactlyInAnyOrder(
            "incident.opened",
            "vendor.state",
            "vendor.state",
            "vendor.stage",
            "duty.met",
            "campaign.begun",
            "campaign.in-product",
            "campaign.ended",
            "campaign.withdrawn",
            "incident.closed",
            "duty.due-soon");
    assertThat(data("vendor.stage").get("stage").asString()).isEqualTo("tokens");
    assertThat(data("campaign.begun").get("incident").asString()).isEqualTo("2025-11");
    assertThat(data("campaign.ended").get("sent").asInt()).isEqualTo(10);
    assertThat(data("campaign.in-product").get("pull").asString())
        .isEqualTo("/api/v1/notices?account={account}");
    assertThat(data("duty.due-soon").get("dueAt").asString()).isEqualTo("2025-11-28T14:30:00Z");
    assertThat(receiver.requests())
        .noneMatch(request -> request.body().toLowerCase(java.util.Locale.ROOT).contains("ada"));
  }

  @Test
  void requestIsSignedAsTheSpecificationSays() throws Exception {
    Webhooks.Added added = webhooks.add(receiver.url(), WebhookEvent.all(), admin);
    assertThat(added.secret()).startsWith("whsec_");
    append("VendorCut", "vendor:mixpanel", Map.of());
    look();

    WebhookReceiver.Request request = receiver.requests().getFirst();
    assertThat(request.timestamp()).isEqualTo(Long.toString(START.getEpochSecond()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(added.secret().substring("whsec_".length())), "HmacSHA256"));
    String signed = request.id() + "." + request.timestamp() + "." + request.body();
    assertThat(request.signature())
        .isEqualTo(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    byte[] secret = Base64.getDecoder().decode(added.secret().substring("whsec_".length()));
    String stored = Files.readString(folder.resolve("control.db-wal"), StandardCharsets.ISO_8859_1);
    assertThat(stored)
        .doesNotContain(added.secret())
        .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
  }

  @Test
  void messageThatIsNotTakenIsTriedAgainUnderItsIdAfterGrowingWaits() throws Exception {
    Webhook webhook = add(Set.of(WebhookEvent.VENDOR_STATE));
    append("VendorCut", "vendor:mixpanel", Map.of());
    List<Integer> statuses = List.of(500, 503, 302, 404, 0, 204);
    AtomicInteger tries = new AtomicInteger();
    receiver.answer(_ -> statuses.get(tries.getAndIncrement()));
    look();
    for (int attempt = 1; attempt < statuses.size(); attempt++) {
      Duration wait = WebhookStore.WAITS.get(attempt - 1);
      pass(wait.minusMillis(1));
      look();
      assertThat(tries.get()).as("before its time").isEqualTo(attempt);
      pass(Duration.ofMillis(1));
      look();
      assertThat(tries.get()).isEqualTo(attempt + 1);
    }
    look();

    assertThat(receiver.requests())
        .hasSize(6)
        .allMatch(request -> request.path().equals("/hook"))
        .extracting(WebhookReceiver.Request::id)
        .containsOnly(receiver.requests().getFirst().id());
    assertThat(receiver.requests())
        .extracting(WebhookReceiver.Request::timestamp)
        .doesNotHaveDuplicates();
    assertThat(webhooks.deliveries(webhook.id(), 10))
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.status()).isEqualTo("delivered");
          assertThat(delivery.tries()).isEqualTo(6);
          assertThat(delivery.answer()).isEqualTo(204);
          assertThat(delivery.nextTryAt()).isEmpty();
        });
    assertThat(WebhookStore.WAITS).isSorted();
  }

  @Test
  void webhookThatTakesNothingIsDisabledForAllToSeeAndCanBeEnabled() throws Exception {
    Webhook webhook = add(Set.of(WebhookEvent.VENDOR_STATE));
    receiver.answer(_ -> 500);
    append("VendorCut", "vendor:mixpanel", Map.of());
    look();
    for (Duration wait : WebhookStore.WAITS) {
      pass(wait);
      append("VendorHeld", "vendor:mixpanel", Map.of());
      look();
      look();
    }
    pass(Duration.ofDays(1));
    look();

    assertThat(webhooks.list().getFirst().disabled()).isPresent();
    assertThat(webhooks.deliveries(webhook.id(), 100).getLast().status()).isEqualTo("given_up");
    assertThat(audit.show(AuditFilter.newest(100)))
        .anyMatch(entry ->
            entry.action().equals("WebhookDisabled") && entry.actor().equals("system:webhook"));
    int before = receiver.requests().size();
    append("VendorReleased", "vendor:mixpanel", Map.of());
    look();
    assertThat(receiver.requests()).hasSize(before);

    receiver.answer(_ -> 200);
    webhooks.enable(webhook.id(), admin);
    look();
    assertThat(webhooks.list().getFirst().disabled()).isEmpty();
    assertThat(webhooks.deliveries(webhook.id(), 100))
        .as("what waited when it was disabled is told; what happened meanwhile is not")
        .hasSize(1 + WebhookStore.WAITS.size())
        .filteredOn(delivery -> delivery.status().equals("given_up"))
        .hasSize(1);
  }

  @Test
  void whoSaysThatTheyAreGoneIsDisabledAtOnce() throws Exception {
    add(Set.of(WebhookEvent.VENDOR_STATE));
    receiver.answer(_ -> 410);
    append("VendorCut", "vendor:mixpanel", Map.of());
    look();
    assertThat(webhooks.list().getFirst().disabled().orElseThrow().reason()).contains("410");
  }

  @Test
  void whatWasCutOffByARestartIsToldAgainUnderTheSameId() throws Exception {
    Webhook webhook = add(Set.of(WebhookEvent.VENDOR_STATE));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    receiver.answer(_ -> {
      arrived.countDown();
      return await(ended) ? 204 : 500;
    });
    append("VendorCut", "vendor:mixpanel", Map.of());
    List<Future<?>> begun = watch.look();
    assertThat(await(arrived)).isTrue();
    watch.close();
    for (Future<?> each : begun) {
      each.get();
    }
    ended.countDown();
    assertThat(webhooks.deliveries(webhook.id(), 10).getFirst().status()).isEqualTo("waiting");

    receiver.answer(_ -> 204);
    watch = watch(Duration.ofSeconds(30));
    look();
    assertThat(receiver.requests()).hasSize(2);
    assertThat(receiver.requests().getLast().id()).isEqualTo(receiver.requests().getFirst().id());
    assertThat(webhooks.deliveries(webhook.id(), 10).getFirst().status()).isEqualTo("delivered");
  }

  @Test
  void slowReceiverIsCutOff() throws Exception {
    watch.close();
    watch = watch(Duration.ofMillis(200));
    Webhook webhook = add(Set.of(WebhookEvent.VENDOR_STATE));
    CountDownLatch ended = new CountDownLatch(1);
    receiver.answer(_ -> await(ended) ? 204 : 500);
    append("VendorCut", "vendor:mixpanel", Map.of());
    look();
    ended.countDown();
    assertThat(webhooks.deliveries(webhook.id(), 10).getFirst().outcome()).isEqualTo("timeout");
  }

  @Test
  void onlyWhatItAskedForAndOnlyFromThenOn() throws Exception {
    append("VendorCut", "vendor:mixpanel", Map.of());
    pass(Duration.ofSeconds(1));
    add(Set.of(WebhookEvent.INCIDENT_OPENED));
    append("VendorHeld", "vendor:mixpanel", Map.of());
    append("IncidentOpened", "incident:2025-11", Map.of("vendor", "mixpanel"));
    look();
    assertThat(receiver.requests()).hasSize(1);
    assertThat(receiver.requests().getFirst().body()).contains("incident.opened");
  }

  @Test
  void sameDutyIsToldOnceHoweverOftenAWatchBegins() throws Exception {
    add(Set.of(WebhookEvent.DUTY_DUE_SOON));
    for (int start = 0; start < 3; start++) {
      watch.tell(List.of(nearer()));
      look();
      pass(Duration.ofMinutes(10));
    }
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void testIsSentAtOnceAndStandsInTheLog() {
    Webhook webhook = add(Set.of(WebhookEvent.INCIDENT_OPENED));
    assertThat(webhooks.test(webhook.id(), admin).status()).isEqualTo("delivered");
    receiver.answer(_ -> 500);
    WebhookDelivery failed = webhooks.test(webhook.id(), admin);
    assertThat(failed.status()).isEqualTo("given_up");
    assertThat(failed.answer()).isEqualTo(500);
    assertThat(webhooks.list().getFirst().disabled()).isEmpty();
    assertThat(webhooks.deliveries(webhook.id(), 10)).hasSize(2);
  }

  @Test
  void finishedDeliveriesAreForgottenAfterAMonth() throws Exception {
    Webhook webhook = add(Set.of(WebhookEvent.VENDOR_STATE));
    append("VendorCut", "vendor:mixpanel", Map.of());
    look();
    pass(Duration.ofDays(29));
    look();
    assertThat(webhooks.deliveries(webhook.id(), 10)).hasSize(1);
    pass(Duration.ofDays(2));
    look();
    assertThat(webhooks.deliveries(webhook.id(), 10)).isEmpty();
  }

  @Test
  void addressesInsideAreRefused() throws Exception {
    for (String wrong :
        List.of(
            "http://192.0.2.1/",
            "https://10.1.2.3/",
            "https://169.254.169.254/latest/meta-data",
            "https://[fd00::1]/",
            "https://[::ffff:10.1.2.3]/",
            "https://user@example.com/",
            "https://example.com/#x",
            "ftp://127.0.0.1/",
            "mailto:a@example.com")) {
      assertThatThrownBy(() -> webhooks.add(URI.create(wrong), WebhookEvent.all(), admin))
          .as(wrong)
          .isInstanceOf(FirebreakException.class);
    }
    ReachableAddresses some =
        new ReachableAddresses(false, List.of(AddressRange.parse("10.1.0.0/16")));
    assertThat(some.mayReach(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
    assertThat(some.mayReach(InetAddress.ofLiteral("10.2.2.3"))).isFalse();
    assertThat(some.mayReach(InetAddress.ofLiteral("93.184.216.34"))).isTrue();
    assertThat(some.mayReach(InetAddress.ofLiteral("2606:2800:220:1::1"))).isTrue();
    ReachableAddresses plain =
        new ReachableAddresses(true, List.of(AddressRange.parse("10.1.0.0/16")));
    assertThat(plain.mayReach(InetAddress.ofLiteral("10.1.2.3"))).isFalse();
    assertThat(plain.mayReach(InetAddress.ofLiteral("::1"))).isTrue();
  }

  @Test
  void onlyAdminsKeepWebhooks() {
    ConfirmedOperator officer = ConfirmedOperators.of("ines", Role.PRIVACY_OFFICER, START);
    assertThatThrownBy(() -> webhooks.add(receiver.url(), WebhookEvent.all(), officer))
        .hasMessageContaining("admin");
    Webhook webhook = add(WebhookEvent.all());
    assertThatThrownBy(() -> webhooks.remove(webhook.id(), officer)).hasMessageContaining("admin");
    webhooks.remove(webhook.id(), admin);
    assertThat(webhooks.list()).isEmpty();
    assertThatThrownBy(() -> webhooks.remove(webhook.id(), admin))
        .hasMessageContaining("webhook list");
  }

  private Webhook add(Set<WebhookEvent> events) {
    return webhooks.add(receiver.url(), events, admin).webhook();
  }

  private void append(String action, String subject, Map<String, String> details) {
    audit.append("nadia", action, subject, details);
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /// Looks, and waits for what that began.
  private void look() {
    for (Future<?> begun : watch.look()) {
      try {
        begun.get();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private JsonNode data(String type) {
    return receiver.requests().stream()
        .map(request -> JSON.readTree(request.body()))
        .filter(message -> message.get("type").asString().equals(type))
        .findFirst()
        .orElseThrow()
        .get("data");
  }

  private static DutyWatch.Nearer nearer() {
    DutyFinding finding =
        new DutyFinding(
            DutyCatalogue.shipped().duty("eu-gdpr-33-authority").orElseThrow(),
            DutyFinding.Status.OWED,
            List.of(),
            List.of(),
            List.of(),
            new Deadline(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2025-11-28T14:30:00Z").atZone(ZoneOffset.UTC)),
                Optional.empty(),
                "soon",
                List.of()),
            new DutyFinding.Progress(Optional.empty(), List.of()));
    return new DutyWatch.Nearer("2025-11", new DutyStanding(finding, Optional.empty()), "4h");
  }
}
