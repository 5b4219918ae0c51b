package dev.firebreak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.TreatedMessage;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes in over HTTP: its answer, the reason under which it is counted, and the good
/// events beside it.
class BadInputTest {
  private static final String BEFORE = event("Before");
  private static final String AFTER = event("After");
  private static final int INFLATED_MAX = 20 << 20;

  private final GatewayFixture fixture = new GatewayFixture();
  private final HttpClient client = HttpClient.newHttpClient();

  static List<Arguments> messages() {
    String ten = "x".repeat(10 << 20);
    return List.of(
        Arguments.of("broken_json", "{\"event\":\"x\",\"properties\":{\"a\":tru}}"),
        Arguments.of("broken_json", "{\"event\":\"x\",\"properties\":{\"a\":\"\0\"}}"),
        Arguments.of("broken_json", "{\"event\":\"x\",\"properties\":{\"a\":\"\\q\"}}"),
        Arguments.of("wrong_shape", "17"),
        Arguments.of("wrong_shape", "{\"event\":[],\"properties\":[]}"),
        Arguments.of("too_large", event("x").replace("}}", ",\"a\":\"" + ten + "\"}}")),
        Arguments.of("too_large", event("x").replace("}}", ",\"a\":" + "1".repeat(1001) + "}}")),
        Arguments.of(
            "too_large", event("x").replace("}}", ",\"a\":[" + "1,".repeat(70_000) + "1]}}")),
        Arguments.of(
            "too_deep",
            event("x").replace("}}", ",\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}}")),
        Arguments.of("duplicate_key", event("x").replace("}}", ",\"token\":\"another\"}}")));
  }

  static List<Arguments> bodies() throws IOException {
    byte[] batch = utf8("[" + BEFORE + "," + AFTER + "]");
    byte[] gzip = gzip(batch);
    byte[] damaged = gzip.clone();
    damaged[damaged.length / 2] ^= 0x55;
    return List.of(
        Arguments.of("undecodable", utf8("data=!!no base64!!")),
        Arguments.of("undecodable", utf8("data=" + base64(utf8("no JSON at all")))),
        Arguments.of("undecodable", utf8("maya.okonjo@example.com")),
        Arguments.of("undecodable", new byte[] {0, 0, 0, 0}),
        Arguments.of("undecodable", new byte[0]),
        Arguments.of("undecodable", damaged),
        Arguments.of("too_large", gzip(new byte[INFLATED_MAX + 1])));
  }

  @AfterEach
  void stop() {
    client.close();
    fixture.close();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void badMessageCostsItselfAndIsCounted(String reason, String message) throws Exception {
    assertThat(post(utf8("[" + BEFORE + "," + message + "," + AFTER + "]"))).isEqualTo(200);
    assertThat(forwarded()).containsExactly("Before", "After");
    counted("quarantined_" + reason, 1);
    counted("forwarded", 2);
    assertThat(fixture.counters().received()).isEqualTo(fixture.counters().accepted());
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void badBodyIsOneMessageAndIsCounted(String reason, byte[] body) throws Exception {
    assertThat(post(body)).isEqualTo(200);
    counted("quarantined_" + reason, 1);
    assertThat(post(utf8("[" + BEFORE + "]"))).isEqualTo(200);
    assertThat(forwarded()).containsExactly("Before");
    assertThat(fixture.counters().received()).isEqualTo(2);
  }

  @Test
  void whatBreaksOffKeepsWhatCameBefore() throws Exception {
    byte[] cut = utf8("[" + BEFORE + "," + AFTER.substring(0, AFTER.length() - 4));
    assertThat(post(cut)).isEqualTo(200);
    assertThat(forwarded()).containsExactly("Before");
    counted("quarantined_broken_json", 1);
  }

  @Test
  void gzipThatBreaksOffKeepsWhatCameBefore() throws Exception {
    Random random = new Random(7);
    String batch =
        random
            .longs(2_000)
            .mapToObj(number -> event("N" + number))
            .collect(Collectors.joining(",", "[" + BEFORE + ",", "]"));
    byte[] whole = gzip(utf8(batch));
    assertThat(post(Arrays.copyOf(whole, whole.length / 2))).isEqualTo(200);
    assertThat(forwarded()).hasSizeBetween(100, 1_999).startsWith("Before");
    counted("quarantined_broken_json", 1);
    counted("forwarded", forwarded().size());
    assertThat(fixture.counters().received()).isEqualTo(forwarded().size() + 1);
  }

  @Test
  void nulAsAnEscapeIsDataLikeAnyOther() throws Exception {
    String message = event("x").replace("}}", ",\"a\":\"\\u0000\"}}");
    assertThat(post(utf8("[" + message + "," + AFTER + "]"))).isEqualTo(200);
    assertThat(forwarded()).containsExactly("x", "After");
  }

  private List<String> forwarded() {
    return fixture.journal.messages().stream()
        .filter(TreatedMessage.Forward.class::isInstance)
        .map(message -> ((TreatedMessage.Forward) message).payload())
        .map(payload -> new String(payload, StandardCharsets.UTF_8))
        .toList();
  }

  private void counted(String outcome, int times) throws IOException {
    ByteArrayOutputStream metrics = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(metrics, fixture.metrics.scrape());
    assertThat(metrics.toString(StandardCharsets.UTF_8))
        .contains("outcome=\"" + outcome + "\"} " + times + ".0")
        .doesNotContain("maya");
  }

  private int post(byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(fixture.uri("/mp/import?strict=1"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String event(String name) {
    return "{\"event\":\"%s\",\"properties\":{\"token\":\"%s\"}}"
        .formatted(name, GatewayFixture.TOKEN);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }
}
