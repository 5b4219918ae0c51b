package dev.firebreak.testkit.mixpanel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mixpanel.mixpanelapi.ClientDelivery;
import com.mixpanel.mixpanelapi.MessageBuilder;
import com.mixpanel.mixpanelapi.MixpanelAPI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixpanelEmulatorTest {
  private static final Instant NOW = Instant.parse("2025-11-09T12:00:00Z");
  private static final String TOKEN = "token-of-a-test";

  private final HttpClient http = HttpClient.newHttpClient();
  private MixpanelEmulator vendor;

  @BeforeEach
  void start() throws IOException {
    vendor = MixpanelEmulator.start(TOKEN, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    vendor.close();
    http.close();
  }

  @Test
  void importKeepsWhatIsValidAndNamesWhatIsNot() throws Exception {
    String body =
        "["
            + event("a", "i-1", "{}")
            + ","
            + event("null", "i-2", "{}")
            + ",{\"event\":\"E\",\"properties\":{\"distinct_id\":\"a\",\"time\":1762689600}}"
            + "]";
    HttpResponse<String> answer = post("/import?strict=1", body, TOKEN);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"num_records_imported\":1", "\"index\":1", "\"index\":2", "$insert_id");
    assertThat(vendor.events()).hasSize(1);
    assertThat(vendor.answers("/import", 400)).isEqualTo(1);
  }

  @Test
  void importTakesOneObjectALineAndGzip() throws Exception {
    String lines = event("a", "i-1", "{}") + "\n" + event("b", "i-2", "{}") + "\n";
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest request =
        authorized("/import?strict=1", TOKEN)
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).contains("\"code\":200", "\"num_records_imported\":2");
    assertThat(vendor.events()).extracting(StoredEvent::distinctId).containsExactly("a", "b");
  }

  @Test
  void importRefusesTimesBefore1971AndInTheFuture() throws Exception {
    String old = event("a", "i-1", "{}").replace("1762689600", "3600");
    String future = event("a", "i-2", "{}").replace("1762689600", "1762693201001");
    HttpResponse<String> answer = post("/import?strict=1", "[" + old + "," + future + "]", TOKEN);
    assertThat(answer.body()).contains("\"num_records_imported\":0", "properties.time");
  }

  @Test
  void tooManyRecordsOrBytesGet413() throws Exception {
    String one = event("a", "i-1", "{}");
    String many = "[" + (one + ",").repeat(2000) + one + "]";
    assertThat(post("/import?strict=1", many, TOKEN).statusCode()).isEqualTo(413);
    String large = "[" + event("a", "i-1", "{\"x\":\"" + "y".repeat(2_100_000) + "\"}") + "]";
    assertThat(post("/import?strict=1", large, TOKEN).statusCode()).isEqualTo(413);
    assertThat(vendor.eventCount()).isZero();
  }

  @Test
  void wrongTokenGets401Everywhere() throws Exception {
    assertThat(post("/import?strict=1", "[]", "other").statusCode()).isEqualTo(401);
    assertThat(get("/api/2.0/export?from_date=2025-11-01&to_date=2025-11-09", "other").statusCode())
        .isEqualTo(401);
    String engage = "{\"$token\":\"other\",\"$distinct_id\":\"a\",\"$set\":{\"x\":1}}";
    assertThat(form("/engage", engage).statusCode()).isEqualTo(401);
  }

  @Test
  void longStringsAreCutAndNumbersKeepTheirCharacters() throws Exception {
    String properties = "{\"long\":\"" + "é".repeat(300) + "\",\"n\":1.10,\"big\":1e400}";
    post("/import?strict=1", "[" + event("a", "i-1", properties) + "]", TOKEN);
    String kept = new String(vendor.events().getFirst().properties(), StandardCharsets.UTF_8);
    assertThat(kept).contains("\"" + "é".repeat(255) + "\"", "1.10", "1e400");
  }

  @Test
  void tooManyPropertiesAreRefused() throws Exception {
    var properties = new StringBuilder("{\"p0\":0");
    for (int i = 1; i < 254; i++) {
      properties.append(",\"p").append(i).append("\":0");
    }
    String body = "[" + event("a", "i-1", properties + "}") + "]";
    assertThat(post("/import?strict=1", body, TOKEN).body()).contains("fewer than 255");
  }

  @Test
  void trackTakesFormsBase64AndQueries() throws Exception {
    String json =
        "{\"event\":\"E\",\"properties\":{\"token\":\""
            + TOKEN
            + "\",\"distinct_id\":\"a\",\"q\":\">>>?~ü\"}}";
    String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    assertThat(form("/track", json).body()).isEqualTo("1");
    assertThat(raw("/track/", "data=" + base64).body()).isEqualTo("1");
    HttpResponse<String> got = get("/track?verbose=1&data=" + base64.replace("=", ""), TOKEN);
    assertThat(got.body()).isEqualTo("{\"error\":null,\"status\":1}");
    assertThat(vendor.events()).hasSize(3);
    assertThat(vendor.events()).allMatch(e -> e.timeMillis() == NOW.toEpochMilli());
  }

  @Test
  void trackRefusesWhatIsOlderThanFiveDays() throws Exception {
    String json =
        "{\"event\":\"E\",\"properties\":{\"time\":1762000000,\"token\":\"" + TOKEN + "\"}}";
    assertThat(form("/track", json).body()).isEqualTo("0");
    assertThat(vendor.eventCount()).isZero();
  }

  @Test
  void profileOperationsDoWhatTheyAreNamedFor() throws Exception {
    var messages = new MessageBuilder(TOKEN);
    var api = client();
    var delivery = new ClientDelivery();
    delivery.addMessage(messages.set("a", new JSONObject("{\"x\":1,\"gone\":1,\"l\":[\"p\"]}")));
    delivery.addMessage(messages.setOnce("a", new JSONObject("{\"x\":2,\"y\":2}")));
    delivery.addMessage(messages.increment("a", java.util.Map.of("x", 5L)));
    delivery.addMessage(messages.append("a", new JSONObject("{\"l\":\"q\"}")));
    delivery.addMessage(messages.remove("a", new JSONObject("{\"l\":\"p\"}")));
    delivery.addMessage(
        messages.union("a", java.util.Map.of("l", new org.json.JSONArray("[\"q\",\"r\"]"))));
    delivery.addMessage(messages.unset("a", List.of("gone")));
    delivery.addMessage(messages.set("b", new JSONObject("{\"x\":1}")));
    delivery.addMessage(messages.delete("b"));
    delivery.addMessage(messages.groupSet("org", "o-1", new JSONObject("{\"seats\":3}")));
    api.deliver(delivery);
    assertThat(vendor.profiles()).containsOnlyKeys("a");
    assertThat(String.valueOf(vendor.profiles().get("a")))
        .contains("\"x\":6", "\"y\":2", "\"l\":[\"q\",\"r\"]")
        .doesNotContain("gone");
    assertThat(String.valueOf(vendor.groups().get("org\no-1"))).contains("\"seats\":3");
  }

  @Test
  void identifyAliasAndMergeMakeOnePerson() throws Exception {
    String identify = "{\"$anon_distinct_id\":\"$device:d-1\"}";
    post(
        "/import?strict=1",
        event("$device:d-1", "i-1", "{}")
            + event("user-1", "i-2", identify).replace("\"E\"", "\"$identify\"")
            + event("anon-2", "i-3", "{\"alias\":\"user-2\"}").replace("\"E\"", "\"$create_alias\"")
            + event("user-3", "i-4", "{\"$distinct_ids\":[\"user-3\",\"user-4\"]}")
                .replace("\"E\"", "\"$merge\"")
            + event("user-5", "i-5", "{\"$user_id\":\"user-5\",\"$device_id\":\"d-5\"}")
            + event("user-6", "i-6", "{\"$user_id\":\"user-6\",\"$device_id\":\"d-5\"}"),
        TOKEN);
    assertThat(vendor.canonicalId("$device:d-1")).isEqualTo("user-1");
    assertThat(vendor.canonicalId("anon-2")).isEqualTo("user-2");
    assertThat(vendor.canonicalId("user-4")).isEqualTo("user-3");
    assertThat(vendor.canonicalId("$device:d-5")).isEqualTo("user-5");
    assertThat(vendor.canonicalId("user-6")).isEqualTo("user-6");
    assertThat(vendor.sameAs(Set.of("user-1"))).containsExactlyInAnyOrder("user-1", "$device:d-1");
  }

  @Test
  void exportHasTheVendorsOwnFieldsAndLeavesOutWhoIsNotAskedFor(@TempDir Path folder)
      throws Exception {
    String identify = "{\"$anon_distinct_id\":\"$device:d-1\"}";
    post(
        "/import?strict=1",
        event("$device:d-1", "i-1", "{}")
            + event("user-1", "i-2", identify).replace("\"E\"", "\"$identify\"")
            + event("user-2", "i-3", "{}"),
        TOKEN);
    HttpResponse<String> all =
        get("/api/2.0/export?from_date=2025-11-09&to_date=2025-11-09", TOKEN);
    assertThat(all.body().lines()).hasSize(3);
    assertThat(all.body())
        .contains("\"$distinct_id_before_identity\":\"$device:d-1\"", "\"time\":1762689600,")
        .contains("$mp_api_timestamp_ms", "mp_processing_time_ms", "\"$import\":true")
        .doesNotContain(TOKEN);
    List<Path> files = vendor.exportEvents(folder, true, id -> !id.equals("user-1"));
    try (var in = new GZIPInputStream(Files.newInputStream(files.getFirst()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()).hasSize(1);
    }
  }

  @Test
  void profilesComeInPages() throws Exception {
    for (int i = 0; i < 5; i++) {
      String id = "p" + i;
      form(
          "/engage",
          "{\"$token\":\"" + TOKEN + "\",\"$distinct_id\":\"" + id + "\",\"$set\":{\"x\":1}}");
    }
    HttpRequest request =
        authorized("/api/query/engage?project_id=1", TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString("page=1&page_size=3"))
            .build();
    String page = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    assertThat(page).contains("\"total\":5", "\"p3\"", "\"p4\"").doesNotContain("\"p2\"");
  }

  @Test
  void faultsHappenOnDemandAndEnd() throws Exception {
    String body = "[" + event("a", "i-1", "{}") + "," + event("a", "i-2", "{}") + "]";
    vendor.failNext(1, new Fault.Answer(503, "busy", java.util.Map.of("Retry-After", "3")));
    vendor.failNext(1, new Fault.RefuseRecords("i-2"::equals));
    vendor.failNext(1, new Fault.CloseWithoutAnswer());
    vendor.failNext(1, new Fault.CloseAfterStoring());
    assertThat(post("/import?strict=1", body, TOKEN).headers().firstValue("Retry-After"))
        .contains("3");
    assertThat(vendor.eventCount()).isZero();
    assertThat(post("/import?strict=1", body, TOKEN).statusCode()).isEqualTo(400);
    assertThat(vendor.eventCount()).isEqualTo(1);
    assertThatThrownBy(() -> post("/import?strict=1", body, TOKEN)).isInstanceOf(IOException.class);
    assertThat(vendor.eventCount()).isEqualTo(1);
    assertThatThrownBy(() -> post("/import?strict=1", body, TOKEN)).isInstanceOf(IOException.class);
    assertThat(vendor.eventCount()).isEqualTo(3);
    assertThat(post("/import?strict=1", body, TOKEN).statusCode()).isEqualTo(200);
    vendor.failAlways(new Fault.AnswerAfterStoring(500, ""));
    assertThat(post("/import?strict=1", body, TOKEN).statusCode()).isEqualTo(500);
    vendor.heal();
    vendor.failNext(1, new Fault.Delay(Duration.ofMillis(30)));
    long before = System.nanoTime();
    assertThat(post("/import?strict=1", body, TOKEN).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(29));
    assertThat(vendor.requestsStarted()).isEqualTo(7);
    assertThat(vendor.lastRequestStartedNanos()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void requestWithoutAnswerHasBegunAndKeepsNothing() throws Exception {
    vendor.failNext(1, new Fault.NoAnswer());
    HttpRequest request =
        authorized("/import?strict=1", TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString("[" + event("a", "i-1", "{}") + "]"))
            .build();
    var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    assertThat(vendor.awaitRequests(1, Duration.ofSeconds(30))).isTrue();
    assertThat(vendor.awaitRequests(2, Duration.ofMillis(1))).isFalse();
    assertThat(answer).isNotDone();
    answer.cancel(true);
    assertThat(vendor.eventCount()).isZero();
  }

  private static String event(String id, String insertId, String more) {
    String own =
        "\"distinct_id\":\"" + id + "\",\"$insert_id\":\"" + insertId + "\",\"time\":1762689600";
    String rest = more.substring(1, more.length() - 1);
    return "{\"event\":\"E\",\"properties\":{" + own + (rest.isEmpty() ? "" : "," + rest) + "}}";
  }

  private MixpanelAPI client() {
    return new MixpanelAPI.Builder()
        .eventsEndpoint(vendor.uri() + "/track")
        .peopleEndpoint(vendor.uri() + "/engage")
        .groupsEndpoint(vendor.uri() + "/groups")
        .importEndpoint(vendor.uri() + "/import")
        .build();
  }

  private HttpRequest.Builder authorized(String path, String user) {
    String basic =
        Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(vendor.uri() + path))
        .header("Authorization", "Basic " + basic);
  }

  private HttpResponse<String> post(String path, String body, String user)
      throws IOException, InterruptedException {
    HttpRequest request =
        authorized(path, user).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String user)
      throws IOException, InterruptedException {
    return http.send(authorized(path, user).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> form(String path, String json)
      throws IOException, InterruptedException {
    return raw(path, "data=" + URLEncoder.encode(json, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> raw(String path, String body)
      throws IOException, InterruptedException {
    return post(path, body, TOKEN);
  }
}
