package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.properties;
import static dev.firebreak.policy.Fixture.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

/// What an event withholds or tokenises in one field is not beside it in clear in another.
class OwnValuesTest {
  private static final String UUID = "982c2aae-850d-4575-91f2-91c4ba7e0de5";

  @Test
  void ownIdsDoNotStandBesideTheirTokens() {
    String json =
        """
        {"event":"Opened by user-9f41c2","properties":{"distinct_id":"user-9f41c2",
        "$device_id":"%s","company":["acme-works-7"],"username":"mayachen77",
        "plan":"pro of user-9f41c2","theme":"%s","tier":"ACME-works-7",
        "subscription":"982c2aae850d457591f291c4ba7e0de5","trial":"by mayachen77"}}\
        """
            .formatted(UUID, UUID);
    String out = out(shipped(), json);
    assertThat(out).contains("plan", "theme", "tier");
    assertThat(out.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("9f41c2", "982c2aae", "works-7", "mayachen77");
  }

  @Test
  void spanBecomesTheTokenThatTheIdHas() {
    JsonNode out =
        properties(shipped(), "\"distinct_id\":\"user-9f41c2\",\"plan\":\"of user-9f41c2\"");
    assertThat(out.get("plan").asString()).isEqualTo("of " + out.get("distinct_id").asString());
  }

  @Test
  void idsThatThePolicyPassesStayWhereTheyAre() {
    String fields = "\"distinct_id\":\"user-9f41c2\",\"plan\":\"user-9f41c2\"";
    assertThat(properties(passing(), fields).get("plan").asString()).isEqualTo("user-9f41c2");
  }

  @Test
  void aPropertyRuleThatWithholdsCoversTheValueElsewhere() {
    Policy policy = passing("properties: {$name: drop, username: redact}");
    String out =
        out(
            policy,
            event(
                "\"$name\":\"Maya Okonjo\",\"username\":\"mokonjo\",\"memo\":\"of Maya Okonjo\","
                    + "\"plan\":\"for mokonjo\""));
    assertThat(out).contains("memo", "plan").doesNotContain("Okonjo", "mokonjo");
  }

  @Test
  void templateKeepsNoSegmentThatIsAnOwnValue() {
    JsonNode out =
        properties(
            shipped(),
            "\"username\":\"maya\",\"company\":\"acme\",\"$name\":\"Ines Silva\","
                + "\"$email\":\"kim.berg@example.com\","
                + "\"$current_url\":\"https://app.example.com/maya/acme/ines/silva-ines/billing\","
                + "\"current_url_path\":\"/inessilva/kim/settings\"");
    assertThat(out.get("$current_url").asString())
        .isEqualTo("https://app.example.com/:id/:id/:id/:id/billing");
    assertThat(out.get("current_url_path").asString()).doesNotContain("ines");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void ownNamesAreFoundInEveryDecoding(int way) {
    String name = "Maya Okonjo";
    String text = encoded("to " + name, way);
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    String json = event("\"$name\":\"" + name + "\",\"plan\":\"x " + quoted + "\"");
    assertThat(out(passing("categories: {user.name: drop}"), json))
        .contains("[user.name]")
        .doesNotContain(quoted);
  }

  private static String encoded(String text, int way) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return switch (way) {
      case 0 -> Base64.getEncoder().encodeToString(utf8);
      case 1 -> "v1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(utf8);
      case 2 -> text.chars().mapToObj(c -> (char) c + "\0").collect(Collectors.joining());
      case 3 -> text.replace("y", "y\u00AD");
      case 4 -> text.replace("M", "%5Cu004d");
      case 5 -> text.replace(" ", "%2520");
      case 6 -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
      default -> text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    };
  }

  @Test
  void moreOwnValuesThanAreKeptRedactFreeText() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, 2_000)
        .forEach(i -> names.add("\"Person" + i + " Family" + i + " Long" + i + "\""));
    String json =
        event(
            "\"name\":["
                + String.join(",", names)
                + "],\"distinct_id\":\"user-9f41c2\",\"memo\":\"by Person1999 Family1999"
                + " Long1999\",\"plan\":\"user-9f41c2\"");
    String out = out(passing("categories: {user.name: drop, user.unique_id: pseudonymize}"), json);
    assertThat(out).doesNotContain("Family1999", "9f41c2").contains("[unscanned]", "fb1sab2c");
  }

  @Test
  void longOwnValuesAreKnownByTheirBeginning() {
    String name = "Maya " + "Okonjo ".repeat(30);
    String out =
        out(
            passing("categories: {user.name: drop}"),
            event("\"$name\":\"" + name + "\",\"memo\":\"by " + name + "\""));
    assertThat(out).contains("memo").doesNotContain("Okonjo");
  }
}
