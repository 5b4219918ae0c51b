package dev.firebreak.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.TreatedMessage;
import dev.firebreak.testkit.Golden;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the vendor gets of every recorded request under the shipped policy, as files that are
/// reviewed like code. `-Dgolden.update=true` writes them anew.
class MixpanelGoldenTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @ValueSource(strings = {"mixpanel-browser", "mixpanel-node"})
  void vendorGetsWhatTheReviewedFileSays(String fixture) throws Exception {
    Golden.check("vendor/mixpanel/" + fixture + ".txt", treated(fixture));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixpanel-browser", "mixpanel-node"})
  void nothingThatThePolicyWithholdsGoesOut(String fixture) throws Exception {
    assertThat(treated(fixture))
        .doesNotContainIgnoringCase(
            "okonjo",
            "@example",
            "%40example",
            "user-9f41c2",
            "org-77b1",
            "Lyon",
            "Auvergne",
            "203.0.113",
            "sk-test",
            "415 555",
            "TOKEN32x",
            "salary",
            "玛雅");
  }

  private static String treated(String fixture) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    try (TestGateway gateway = new TestGateway(FixedKeys::treatment, CLOCK);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (RecordedRequest recorded : RecordedRequest.of(fixture)) {
        gateway.journal().clear();
        client.send(recorded.at(gateway.uri()), HttpResponse.BodyHandlers.discarding());
        if (!recorded.messages().isEmpty()) {
          text.append("# ").append(recorded.name()).append('\n');
        }
        gateway.journal().messages().forEach(message -> text.append(line(message)).append('\n'));
      }
    }
    return text.toString();
  }

  private static String line(TreatedMessage message) {
    return switch (message) {
      case TreatedMessage.Forward(var header, byte[] payload) ->
          header.kind() + " " + new String(payload, StandardCharsets.UTF_8);
      case TreatedMessage.Dropped dropped -> "dropped " + dropped.reason().label();
      case TreatedMessage.Quarantined quarantined -> "quarantined " + quarantined.reason().label();
    };
  }
}
