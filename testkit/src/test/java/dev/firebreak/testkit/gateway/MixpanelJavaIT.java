package dev.firebreak.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.mixpanel.mixpanelapi.ClientDelivery;
import com.mixpanel.mixpanelapi.MessageBuilder;
import com.mixpanel.mixpanelapi.MixpanelAPI;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The real mixpanel-java against a real gateway.
class MixpanelJavaIT {
  private static final String PERSON = "user-9f41c2";
  private static final String NAME = "Maya Ökönjo 玛雅 🦊";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyKindOfMessageArrives(boolean gzip) throws IOException {
    try (TestGateway gateway = new TestGateway(AsDecoded::new);
        MixpanelAPI mixpanel = client(gateway, gzip)) {
      mixpanel.deliver(messages());
      List<JsonNode> read =
          gateway.journal().payloads().stream().map(RecordedRequest::parse).toList();
      assertThat(read).hasSize(120 + 30 + 6 + 3);
      assertThat(read)
          .filteredOn(message -> message.path("event").asString("").startsWith("Imported"))
          .hasSize(30)
          .allMatch(message -> message.get("properties").has("$insert_id"));
      assertThat(read)
          .filteredOn(message -> message.has("event"))
          .allMatch(message -> message.get("properties").get("name").stringValue().equals(NAME));
      assertThat(gateway.counters().received()).isEqualTo(read.size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wrongTokenIsNoErrorForTheProduct(boolean gzip) {
    MessageBuilder wrong = new MessageBuilder("WRONG");
    ClientDelivery delivery = new ClientDelivery();
    delivery.addMessage(wrong.event(PERSON, "A", new JSONObject()));
    delivery.addMessage(wrong.importEvent(PERSON, "B", imported(0)));
    delivery.addMessage(wrong.set(PERSON, new JSONObject(Map.of("plan", "team"))));
    try (TestGateway gateway = new TestGateway(AsDecoded::new);
        MixpanelAPI mixpanel = client(gateway, gzip)) {
      assertThatCode(() -> mixpanel.deliver(delivery)).doesNotThrowAnyException();
      assertThat(gateway.journal().messages()).hasSize(3);
      assertThat(gateway.journal().payloads()).isEmpty();
    }
  }

  private static MixpanelAPI client(TestGateway gateway, boolean gzip) {
    String base = gateway.uri().toString();
    return new MixpanelAPI.Builder()
        .eventsEndpoint(base + "/track")
        .peopleEndpoint(base + "/engage")
        .groupsEndpoint(base + "/groups")
        .importEndpoint(base + "/import")
        .useGzipCompression(gzip)
        .build();
  }

  private static ClientDelivery messages() {
    MessageBuilder builder = new MessageBuilder(TestGateway.TOKEN);
    ClientDelivery delivery = new ClientDelivery();
    for (int i = 0; i < 120; i++) {
      JSONObject properties = new JSONObject(Map.of("name", NAME, "price", 19.99));
      delivery.addMessage(builder.event(PERSON, "Event " + i, properties));
    }
    for (int i = 0; i < 30; i++) {
      delivery.addMessage(builder.importEvent(PERSON, "Imported " + i, imported(i)));
    }
    JSONObject values = new JSONObject(Map.of("plan", "team"));
    delivery.addMessage(builder.set(PERSON, values));
    delivery.addMessage(builder.setOnce(PERSON, values));
    delivery.addMessage(builder.increment(PERSON, Map.of("logins", 2L)));
    delivery.addMessage(builder.append(PERSON, values));
    delivery.addMessage(builder.union(PERSON, Map.of("tags", new JSONArray(List.of("a")))));
    delivery.addMessage(builder.delete(PERSON));
    delivery.addMessage(builder.groupSet("company", "org-77b1", values));
    delivery.addMessage(builder.groupUnset("company", "org-77b1", List.of("x")));
    delivery.addMessage(builder.groupDelete("company", "org-77b1"));
    return delivery;
  }

  private static JSONObject imported(int i) {
    return new JSONObject(
        Map.of("name", NAME, "time", 1_795_000_000_000L + i, "$insert_id", "insert-" + i));
  }
}
