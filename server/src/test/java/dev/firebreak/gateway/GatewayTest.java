package dev.firebreak.gateway;

import static dev.firebreak.gateway.GatewayFixture.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.JournalRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
  private final GatewayFixture fixture = new GatewayFixture();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    fixture.close();
    client.close();
  }

  @Test
  void allMessagesOfARequestAreOneAppendBeforeTheAnswer() throws Exception {
    HttpResponse<String> answer =
        post("/mp/import?strict=1", "[" + event("A") + "," + event("B") + "]");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"code\":200,\"status\":\"OK\",\"num_records_imported\":2}");
    assertThat(names()).containsExactly("A", "B");
    assertThat(fixture.journal.appends()).isEqualTo(1);
    JournalRecord first = fixture.journal.records().get(0);
    assertThat(first.binding()).isEqualTo(GatewayFixture.BINDING);
    assertThat(first.policyVersion()).isEqualTo("0123456789ab");
  }

  @Test
  void validMessagesSurviveBesideBrokenOnes() throws Exception {
    assertThat(post("/mp/track", "[" + event("A") + ",{\"event\":tru}," + event("B") + "]").body())
        .isEqualTo("1");
    assertThat(names()).containsExactly("A", "B");
    assertThat(fixture.journal.messages())
        .filteredOn(TreatedMessage.Quarantined.class::isInstance)
        .extracting(message -> ((TreatedMessage.Quarantined) message).reason())
        .containsExactly(QuarantineReason.BROKEN_JSON);
    assertThat(fixture.counters().received()).isEqualTo(3);
    assertThat(fixture.counters().accepted()).isEqualTo(3);
  }

  @Test
  void messageThatTreatmentFailsAtIsQuarantinedAndThoseBesideItSurvive() throws Exception {
    String batch =
        "[" + event("A") + "," + event(GatewayFixture.UNTREATABLE) + "," + event("B") + "]";
    HttpResponse<String> answer = post("/mp/track", batch);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("1");
    assertThat(names()).containsExactly("A", "B");
    List<TreatedMessage.Quarantined> quarantined =
        fixture.journal.messages().stream()
            .filter(TreatedMessage.Quarantined.class::isInstance)
            .map(TreatedMessage.Quarantined.class::cast)
            .toList();
    assertThat(quarantined)
        .extracting(TreatedMessage.Quarantined::reason)
        .containsExactly(QuarantineReason.WRONG_SHAPE);
    assertThat(new String(quarantined.get(0).skeleton(), StandardCharsets.UTF_8))
        .contains("{event:string,properties:{")
        .doesNotContain(GatewayFixture.UNTREATABLE, TOKEN, "maya");
    assertThat(fixture.counters().accepted()).isEqualTo(3);
    assertThat(fixture.counters().refused()).isZero();
  }

  @Test
  void wrongOrMissingTokenIsAnsweredWithSuccessAndDropped() throws Exception {
    String other = event("A").replace(TOKEN, "TOKEN32y");
    String none = event("A").replace("\"token\":\"" + TOKEN + "\"", "");
    assertThat(post("/mp/track", "[" + other + "," + none + "]").body()).isEqualTo("1");
    assertThat(fixture.journal.messages())
        .containsOnly(new TreatedMessage.Dropped(DropReason.CREDENTIAL, MessageKind.EVENT));
  }

  @Test
  void underCutEveryMessageIsAnsweredWithSuccessAndNothingOfItIsKept() throws Exception {
    fixture.cut.set(true);
    assertThat(post("/mp/track", "[" + event("A") + ",tru]").body()).isEqualTo("1");
    assertThat(post("/mp/engage", "{}").body()).isEqualTo("1");
    assertThat(fixture.journal.messages())
        .containsExactly(
            new TreatedMessage.Dropped(DropReason.CUT, MessageKind.EVENT),
            new TreatedMessage.Dropped(DropReason.CUT, MessageKind.EVENT),
            new TreatedMessage.Dropped(DropReason.CUT, MessageKind.PROFILE));
  }

  @Test
  void failingJournalRefusesAllAndKeepsNothing() throws Exception {
    fixture.journal.fail(true);
    HttpResponse<String> answer = post("/mp/track", "[" + event("A") + "," + event("B") + "]");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("0");
    assertThat(fixture.counters().received()).isEqualTo(2);
    assertThat(fixture.counters().refused()).isEqualTo(2);
    assertThat(fixture.journal.records()).isEmpty();
    fixture.journal.fail(false);
    assertThat(post("/mp/track", event("A")).statusCode()).isEqualTo(200);
  }

  @Test
  void journalThatFailsUnexpectedlyRefusesEveryMessageOfTheRequest() throws Exception {
    fixture.journal.failUnexpectedly();
    HttpResponse<String> answer = post("/mp/track", "[" + event("A") + "," + event("B") + "]");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(fixture.counters().received()).isEqualTo(2);
    assertThat(fixture.counters().refused()).isEqualTo(2);
  }

  @Test
  void defectRefusesTheRequestAndTheListenerGoesOn() throws Exception {
    fixture.defective.set(true);
    HttpResponse<String> answer = post("/mp/track", event("A"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(fixture.counters().refused()).isEqualTo(fixture.counters().received()).isEqualTo(1);
    fixture.defective.set(false);
    assertThat(post("/mp/track", event("A")).body()).isEqualTo("1");
  }

  @Test
  void unknownPathIsNotFoundAndCounted() throws Exception {
    assertThat(post("/mpx/track", event("A")).statusCode()).isEqualTo(404);
    assertThat(post("/", event("A")).statusCode()).isEqualTo(404);
    assertThat(post("/mp/elsewhere", event("A")).statusCode()).isEqualTo(404);
    assertThat(fixture.journal.records()).isEmpty();
    assertThat(metric("firebreak_gateway_unknown_calls")).isEqualTo(2);
    assertThat(metric("firebreak_gateway_auxiliary_calls")).isEqualTo(1);
  }

  @Test
  void doubledSlashesFindTheirEndpoint() throws Exception {
    assertThat(post("/mp//track/", event("A")).body()).isEqualTo("1");
  }

  @Test
  void hostNameChoosesBeforePathPrefix() {
    EventPipeline byPath = pipeline("by-path", Optional.empty(), "/mp");
    EventPipeline longer = pipeline("longer", Optional.empty(), "/mp/two");
    EventPipeline byHost = pipeline("by-host", Optional.of("mp.example.com"), "");
    BindingRoutes routes = new BindingRoutes(List.of(byPath, longer, byHost));
    assertThat(routes.find("MP.example.com", "/mp/track"))
        .hasValue(new BindingRoutes.Route(byHost, "/mp/track"));
    assertThat(routes.find("127.0.0.1", "/mp/track"))
        .hasValue(new BindingRoutes.Route(byPath, "/track"));
    assertThat(routes.find("127.0.0.1", "/mp/two/track"))
        .hasValue(new BindingRoutes.Route(longer, "/track"));
    assertThat(routes.find("127.0.0.1", "/mp/twotrack"))
        .hasValue(new BindingRoutes.Route(byPath, "/twotrack"));
    assertThat(routes.find("127.0.0.1", "/")).isEmpty();
  }

  @Test
  void preflightEchoesOriginAndHeaders() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(fixture.uri("/mp/flags/?token=x"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://app.example.com")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,traceparent")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().map())
        .containsEntry("access-control-allow-origin", List.of("https://app.example.com"))
        .containsEntry("access-control-allow-credentials", List.of("true"))
        .containsEntry("access-control-allow-methods", List.of("GET, POST, OPTIONS"))
        .containsEntry("access-control-allow-headers", List.of("authorization,traceparent"))
        .containsEntry("access-control-max-age", List.of("86400"))
        .containsEntry("vary", List.of("Origin"))
        .doesNotContainKeys("server", "set-cookie");
  }

  @Test
  void originsThatAreNotAllowedGetNoCorsHeaders() throws Exception {
    try (GatewayFixture narrow =
        new GatewayFixture(
            GatewayLimits.DEFAULT, Clock.systemUTC(), List.of("https://app.example.com"))) {
      for (String origin : List.of("https://app.example.com", "https://evil.example.org")) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(narrow.uri("/mp/track"))
                    .POST(HttpRequest.BodyPublishers.ofString(event("A")))
                    .header("Origin", origin)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""))
            .isEqualTo(origin.contains("evil") ? "" : origin);
      }
    }
  }

  @Test
  void portInUseIsSaidInWords() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.gateway.port());
    assertThatThrownBy(() -> Gateway.start(taken, List.of(), Clock.systemUTC()))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("port " + fixture.gateway.port())
        .hasMessageContaining("another process")
        .extracting(e -> ((FirebreakException) e).code())
        .isEqualTo(ErrorCode.PORT_IN_USE);
  }

  private EventPipeline pipeline(String id, Optional<String> host, String prefix) {
    GatewayBinding binding = fixture.binding(GatewayFixture.config(id, host, prefix, List.of()));
    return new EventPipeline(
        binding,
        new GatewayCounters(
            binding.config().id(),
            GatewayMetrics.in(new io.prometheus.metrics.model.registry.PrometheusRegistry())),
        Clock.systemUTC(),
        new SubjectLimit(0, Clock.systemUTC()),
        new TreatmentThreads());
  }

  private List<String> names() {
    return fixture.journal.messages().stream()
        .filter(TreatedMessage.Forward.class::isInstance)
        .map(message -> ((TreatedMessage.Forward) message).payload())
        .map(payload -> new String(payload, StandardCharsets.UTF_8))
        .toList();
  }

  private double metric(String name) {
    return fixture.metrics.scrape(name::equals).stream()
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .mapToDouble(point ->
            ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot) point)
                .getValue())
        .sum();
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(fixture.uri(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static String event(String name) {
    return "{\"event\":\"" + name + "\",\"properties\":{\"token\":\"" + TOKEN + "\"}}";
  }
}
