package dev.firebreak.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every recorded request of Mixpanel's SDKs, sent again to a real gateway.
class MixpanelReplayTest {
  private static final TestGateway GATEWAY = new TestGateway(AsDecoded::new);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterAll
  static void stop() {
    GATEWAY.close();
    CLIENT.close();
  }

  static Stream<RecordedRequest> requests() {
    return Stream.of("mixpanel-browser", "mixpanel-node")
        .flatMap(fixture -> RecordedRequest.of(fixture).stream());
  }

  @Test
  void fixturesHoldWhatTheReferenceSays() {
    assertThat(RecordedRequest.of("mixpanel-browser")).hasSize(18);
    assertThat(RecordedRequest.of("mixpanel-node")).hasSize(21);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void sdkGetsTheAnswerItNeedsAndEachMessageIsReadAsRecorded(RecordedRequest recorded)
      throws Exception {
    GATEWAY.journal().clear();
    HttpResponse<String> answer =
        CLIENT.send(recorded.at(GATEWAY.uri()), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(recorded.method().equals("OPTIONS") ? 204 : 200);
    assertThat(answer.body()).isEqualTo(expectedAnswer(recorded));
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    if (recorded.json().get("headers").has("origin")) {
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue("https://app.example.com");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).hasValue("true");
    }
    List<JsonNode> read =
        GATEWAY.journal().payloads().stream().map(RecordedRequest::parse).toList();
    assertThat(read).isEqualTo(recorded.messages());
  }

  private static String expectedAnswer(RecordedRequest recorded) {
    return switch (recorded.path()) {
      case "/flags/" -> recorded.method().equals("OPTIONS") ? "" : "{\"flags\":{}}";
      case "/settings/" -> recorded.method().equals("OPTIONS") ? "" : "{}";
      case String _ -> recorded.recordedAnswer();
    };
  }
}
