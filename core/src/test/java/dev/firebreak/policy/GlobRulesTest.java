package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.header;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.properties;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A glob names no field: it takes nothing away that an event can't do without.
class GlobRulesTest {
  private static final String UUID = "2d20cdce-7fc4-4aa7-9f5d-01b2d0a68116";

  @ParameterizedTest
  @ValueSource(strings = {"*", "t*", "*e*", "/*", "/e*"})
  void nameTimeAndDedupeIdStay(String glob) {
    for (String treatment : new String[] {"drop", "redact"}) {
      Policy policy = passing("properties: {\"" + glob + "\": " + treatment + "}");
      String json = event("\"time\":1762683630,\"$insert_id\":\"" + UUID + "\",\"theme\":\"dark\"");
      assertThat(out(policy, json)).contains("\"event\":\"Opened\"", "\"time\":1762683630", UUID);
      assertThat(header(policy, json).eventTimeMillis()).isEqualTo(1762683630000L);
    }
  }

  @Test
  void globOfPropertiesMatchesNoFieldOfTheMessage() {
    Policy policy = passing("properties: {\"*\": drop}");
    String out = out(policy, "{\"event\":\"A\",\"other\":1,\"properties\":{\"other\":2}}");
    assertThat(out).contains("\"other\":1").doesNotContain("\"other\":2");
    Policy message = passing("properties: {\"/*\": drop}");
    assertThat(out(message, "{\"event\":\"A\",\"other\":1,\"properties\":{\"/other\":2}}"))
        .contains("\"/other\":2")
        .doesNotContain("\"other\":1");
  }

  @Test
  void globMayCutATimeDown() {
    JsonNode out =
        properties(passing("properties: {\"tim*\": {generalize: day}}"), "\"time\":1762683630");
    assertThat(out.get("time").asLong()).isEqualTo(1762646400L);
  }

  @Test
  void globMakesNoTokenOfWhatItsNamesSayIsSomethingElse() {
    Policy policy =
        passing("properties: {\"user_*\": {category: user.unique_id, treatment: pseudonymize}}");
    JsonNode out = properties(policy, "\"user_email\":\"jo@example.com\",\"user_ref\":\"r-1\"");
    assertThat(out.get("user_ref").asString()).startsWith("fb1s");
    assertThat(out.toString()).doesNotContain("jo@example");
    assertThat(out.path("user_email").asString("")).doesNotStartWith("fb1");
  }

  @Test
  void pathOfANameWithDotsIsNotThatOfTheFieldInside() {
    Policy policy =
        Fixture.policy(
            "vendor: mixpanel",
            "default: drop",
            "unclassified: drop",
            "categories: {user.behavior: pass}",
            "properties: {a.b.c: pass}");
    assertThat(properties(policy, "\"a.b\":{\"c\":1},\"a\":{\"b\":{\"c\":2}}").toString())
        .contains("\"a\":{\"b\":{\"c\":2}}")
        .doesNotContain("a.b");
  }
}
