package dev.firebreak.event;

import static dev.firebreak.event.SdkRequests.base64;
import static dev.firebreak.event.SdkRequests.credential;
import static dev.firebreak.event.SdkRequests.get;
import static dev.firebreak.event.SdkRequests.gzip;
import static dev.firebreak.event.SdkRequests.post;
import static dev.firebreak.event.SdkRequests.read;
import static dev.firebreak.event.SdkRequests.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.pseudonym.SecretBytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixpanelDialectTest {
  private static final String EVENT =
      "{\"event\":\"Plan >>>?"
          + " \\uD83E\\uDD8A\",\"properties\":{\"token\":\"T1\",\"n\":1795368963.145}}";
  private static final String READ =
      "{\"event\":\"Plan >>>?"
          + " \uD83E\uDD8A\",\"properties\":{\"token\":\"T1\",\"n\":1795368963.145}}";
  private static final String OTHER = "{\"event\":\"B\",\"properties\":{\"token\":\"T1\"}}";

  private final Dialect dialect = new MixpanelDialect(SecretBytes.copyOf(new byte[32]));

  @Test
  void readsTheQueryOfAGet() {
    assertThat(read(dialect.decode(get("/track", "data=" + base64(EVENT) + "&ip=0"))))
        .containsExactly(READ);
  }

  @Test
  void readsBase64WhoseSpecialCharactersAreNotEscaped() {
    String base64 = base64(EVENT);
    assertThat(base64).contains("+");
    assertThat(read(dialect.decode(post("/track", "data=" + base64)))).containsExactly(READ);
  }

  @Test
  void readsEscapedAndUrlSafeAndUnpaddedBase64() {
    String escaped = URLEncoder.encode(base64(EVENT), StandardCharsets.UTF_8);
    String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(EVENT));
    assertThat(read(dialect.decode(post("/track/", "verbose=1&data=" + escaped))))
        .containsExactly(READ);
    assertThat(read(dialect.decode(post("/track", "data=" + urlSafe)))).containsExactly(READ);
  }

  @Test
  void readsUrlencodedJsonWithPlusForSpace() {
    String form = "data=" + URLEncoder.encode(EVENT, StandardCharsets.UTF_8) + "&ip=1";
    assertThat(form).contains("Plan+");
    assertThat(read(dialect.decode(post("/track", form)))).containsExactly(READ);
  }

  @Test
  void readsABeaconThatCallsAFormTextPlain() {
    InboundRequest beacon =
        post("/track/", "data=" + base64(EVENT), "Content-Type", "text/plain;charset=UTF-8");
    assertThat(read(dialect.decode(beacon))).containsExactly(READ);
  }

  @Test
  void readsGzipWithAndWithoutItsHeaderAndAHeaderWithoutGzip() {
    byte[] form = utf8("data=" + base64("[" + EVENT + "]"));
    assertThat(read(dialect.decode(post("/track", "", gzip(form), "Content-Encoding", "gzip"))))
        .containsExactly(READ);
    assertThat(read(dialect.decode(post("/track", "", gzip(form))))).containsExactly(READ);
    assertThat(read(dialect.decode(post("/track", "", form, "Content-Encoding", "gzip"))))
        .containsExactly(READ);
  }

  @Test
  void readsNdjsonOnImport() {
    assertThat(read(dialect.decode(post("/import", EVENT + "\r\n" + OTHER + "\n"))))
        .containsExactly(READ, OTHER);
  }

  @Test
  void repairsTheBrowsersSurrogateHalves() {
    byte[] cesu =
        "{\"event\":\"\uD83E\uDD8A\",\"properties\":{}}"
            .getBytes(java.nio.charset.Charset.forName("CESU-8"));
    String form = "data=" + Base64.getEncoder().encodeToString(cesu);
    assertThat(read(dialect.decode(post("/track", form))))
        .containsExactly("{\"event\":\"\uD83E\uDD8A\",\"properties\":{}}");
  }

  @Test
  void brokenMessageCostsOnlyItself() {
    String batch = "[" + EVENT + ",{\"event\":tru},7,[],{\"event\":\"x\"}," + OTHER + "]";
    assertThat(read(dialect.decode(post("/import", batch))))
        .containsExactly(READ, "broken_json", "wrong_shape", "wrong_shape", "wrong_shape", OTHER);
  }

  @Test
  void bodyThatBreaksOffKeepsWhatCameBefore() {
    String batch = "[" + EVENT + "," + OTHER;
    assertThat(read(dialect.decode(post("/import", batch))))
        .containsExactly(READ, OTHER, "broken_json");
    assertThat(read(dialect.decode(post("/import", batch.substring(0, batch.length() - 4)))))
        .containsExactly(READ, "broken_json");
  }

  @Test
  void truncatedGzipKeepsWhatCameBefore() {
    StringBuilder batch = new StringBuilder("[" + EVENT);
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 2_000; i++) {
      batch.append(",{\"event\":\"").append(random.nextLong()).append("\",\"properties\":{}}");
    }
    byte[] whole = gzip(utf8(batch + "]"));
    List<String> read =
        read(dialect.decode(post("/import", "", Arrays.copyOf(whole, whole.length / 2))));
    assertThat(read).hasSizeGreaterThan(500).startsWith(READ).endsWith("broken_json");
    assertThat(read).filteredOn(text -> text.equals("broken_json")).hasSize(1);
  }

  @Test
  void wrongBase64KeepsWhatCameBefore() {
    String whole = base64("[" + EVENT + "," + OTHER + "]");
    String wrong = whole.substring(0, whole.length() - 12) + "!" + whole.substring(8);
    assertThat(read(dialect.decode(post("/track", "data=" + wrong))))
        .containsExactly(READ, "broken_json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data=", "data=%%%", "\0\0\0", "hello", "data=\"x\"", "data=!!!!"})
  void undecodableBodyIsOneMessageThatIsAnsweredWithSuccess(String body) {
    Decoded decoded = dialect.decode(post("/track", body));
    assertThat(read(decoded)).containsExactly("undecodable");
    assertThat(((Decoded.Messages) decoded).accepted().apply(1).bodyText()).isEqualTo("1");
  }

  @Test
  void tenThousandLevelsAreTooDeepAndHarmNoOther() {
    String deep = "{\"event\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThat(read(dialect.decode(post("/import", "[" + deep + "," + OTHER + "]"))))
        .containsExactly("too_deep", OTHER);
  }

  @Test
  void depthAtTheLimitIsRead() {
    String nested = "[".repeat(62) + "]".repeat(62);
    String message = "{\"event\":\"A\",\"properties\":{\"a\":" + nested + "}}";
    assertThat(read(dialect.decode(post("/import", message)))).containsExactly(message);
    assertThat(read(dialect.decode(post("/import", message.replace("[]", "[[]]")))))
        .containsExactly("too_deep");
  }

  @Test
  void trailingDepthIsNotRead() {
    assertThat(read(dialect.decode(post("/import", OTHER + "[".repeat(500)))))
        .containsExactly("broken_json");
  }

  @Test
  void stringOfTenMegabytesIsTooLargeAndHarmsNoOther() {
    String large = "{\"event\":\"" + "x".repeat(10 << 20) + "\",\"properties\":{}}";
    assertThat(read(dialect.decode(post("/import", "[" + large + "," + OTHER + "]"))))
        .containsExactly("too_large", OTHER);
  }

  @Test
  void manyTokensAndManyMessagesEndAtTheirLimits() {
    Dialect narrow =
        new MixpanelDialect(
            SecretBytes.copyOf(new byte[32]), new DecodeLimits(1 << 20, 1 << 20, 8, 12, 3));
    String many = "{\"event\":\"A\",\"properties\":{\"a\":[" + "1,".repeat(20) + "1]}}";
    assertThat(read(narrow.decode(post("/import", many)))).containsExactly("too_large");
    String batch = "[" + (OTHER + ",").repeat(9) + OTHER + "]";
    assertThat(read(narrow.decode(post("/import", batch))))
        .containsExactly(OTHER, OTHER, OTHER, "too_large");
  }

  @Test
  void zipBombIsRefusedToTheBrowserAndOneSkeletonForOthers() {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(100_000);
    InboundRequest browser = post("/track", "verbose=1", bomb, "Origin", "https://app.example.com");
    assertThat(((Decoded.TooLarge) dialect.decode(browser)).answer().status()).isEqualTo(413);
    assertThat(read(dialect.decode(post("/track", "", bomb)))).containsExactly("too_large");
  }

  @Test
  void nulBytesAndInvalidUtf8DoNotReachTheMessage() {
    assertThat(read(dialect.decode(post("/import", "[{\"event\":\"a\0b\",\"properties\":{}}]"))))
        .containsExactly("broken_json");
    byte[] overlong = utf8("{\"event\":\"aXYb\",\"properties\":{}}");
    overlong[11] = (byte) 0xC0;
    overlong[12] = (byte) 0xA2;
    assertThat(read(dialect.decode(post("/import", "", overlong))))
        .containsExactly("{\"event\":\"a\uFFFD\uFFFDb\",\"properties\":{}}");
    byte[] utf16 = "{\"event\":\"a\",\"properties\":{}}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(read(dialect.decode(post("/import", "", utf16)))).containsExactly("broken_json");
  }

  @Test
  void numbersKeepTheirCharactersAndDuplicateNamesTheirPlaces() {
    String message =
        "{\"event\":\"A\",\"properties\":{\"a\":1e400,\"a\":-0.0,"
            + "\"b\":12345678901234567890,\"b\":1.10}}";
    assertThat(read(dialect.decode(post("/import", message)))).containsExactly(message);
  }

  @Test
  void credentialIsTheMessagesOwnElseTheRequests() {
    assertThat(credential(dialect.decode(post("/track", "data=" + base64(OTHER))))).hasValue("T1");
    assertThat(
            credential(
                dialect.decode(post("/engage", "{\"$token\":\"T2\",\"$set\":{\"token\":\"T9\"}}"))))
        .hasValue("T2");
    String bare = "{\"event\":\"A\",\"properties\":{}}";
    assertThat(credential(dialect.decode(post("/track", bare)))).isEmpty();
    assertThat(
            credential(
                dialect.decode(post("/import", bare, "Authorization", "Basic " + base64("T3:")))))
        .hasValue("T3");
    assertThat(credential(dialect.decode(post("/import", "api_key=T4", utf8(bare)))))
        .hasValue("T4");
  }

  @Test
  void twoTokensThatDifferAreNotUnderstood() {
    String message = "{\"event\":\"A\",\"properties\":{\"token\":\"T1\",\"token\":\"T2\"}}";
    assertThat(read(dialect.decode(post("/track", message)))).containsExactly("duplicate_key");
  }

  @Test
  void skeletonsHoldNoValueAndNoUnknownName() {
    String message =
        "{\"event\":7,\"maya@example.com\":\"Maya\",\"properties\":{\"token\":\"T1\"}}";
    MessageReader reader = ((Decoded.Messages) dialect.decode(post("/track", message))).reader();
    ReadMessage read = reader.next(new TokenBuffer());
    assertThat(read).isInstanceOf(ReadMessage.NotUnderstood.class);
    String skeleton =
        new String(
            ((ReadMessage.NotUnderstood) read).quarantined().skeleton(), StandardCharsets.UTF_8);
    assertThat(skeleton)
        .startsWith(
            "{\"dialect\":\"mixpanel\",\"endpoint\":\"/track\",\"reason\":\"wrong_shape\","
                + "\"bytes\":"
                + message.length())
        .endsWith("\"shape\":\"{event:number,*:string,properties:{token:string}}\"}")
        .doesNotContain("maya", "Maya", "T1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /track         |                | 1
          /track/        | verbose=1      | {"error":null,"status":1}
          /engage        | verbose=0      | 1
          /groups/       | verbose=1&ip=1 | {"error":null,"status":1}
          """)
  void formsHearWhatTheirSdkTakesForSuccess(String path, String query, String answer) {
    Decoded decoded =
        dialect.decode(
            post(path, query == null ? "" : query, utf8("data=" + base64("[" + EVENT + "]"))));
    assertThat(((Decoded.Messages) decoded).accepted().apply(1).bodyText()).isEqualTo(answer);
  }

  @Test
  void importHearsJsonForJsonAndOneForAForm() {
    Decoded json = dialect.decode(post("/import", "strict=1", utf8("[" + EVENT + "]")));
    assertThat(((Decoded.Messages) json).accepted().apply(7).bodyText())
        .isEqualTo("{\"code\":200,\"status\":\"OK\",\"num_records_imported\":7}");
    Decoded form = dialect.decode(post("/import", "data=" + base64(EVENT)));
    assertThat(((Decoded.Messages) form).accepted().apply(7).bodyText()).isEqualTo("1");
    Decoded query = dialect.decode(get("/import", "data=" + base64(EVENT)));
    assertThat(((Decoded.Messages) query).accepted().apply(7).bodyText()).isEqualTo("1");
  }

  @Test
  void failureIsSaidInTheSdksOwnWords() {
    InboundRequest plain = post("/track", "data=" + base64(EVENT));
    assertThat(dialect.unavailable(plain).status()).isEqualTo(503);
    assertThat(dialect.unavailable(plain).bodyText()).isEqualTo("0");
    assertThat(dialect.unavailable(post("/track", "verbose=1", new byte[0])).bodyText())
        .contains("\"status\":0");
    assertThat(dialect.unavailable(post("/import", "[]")).bodyText())
        .contains("\"code\":503", "\"status\":\"FAILED\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /flags/            | 200 | {"flags":{}}
          GET  | /flags/definitions | 200 | {"flags":{}}
          GET  | /settings/         | 200 | {}
          POST | /record/           | 200 | {"code":200,"status":"OK"}
          GET  | /decide            | 404 | not found
          PUT  | /track             | 404 | not found
          GET  | /track/x           | 404 | not found
          """)
  void callsBesideTheEventsAreAnsweredHere(String method, String path, int status, String body) {
    InboundRequest request =
        new InboundRequest(method, path, "", _ -> java.util.Optional.empty(), new byte[0]);
    Answer answer = ((Decoded.Auxiliary) dialect.decode(request)).answer();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.bodyText()).isEqualTo(body);
  }
}
