package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.policy;
import static dev.firebreak.policy.Fixture.properties;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A name is data like any other: where what is not known is withheld, so are names.
class FieldNamesTest {
  private static final String NAME = "Maya Chen, 12 High Street";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"members\":{\"%s\":{\"plan\":\"pro\",\"country\":\"NO\"}}",
        "\"members\":[{\"%s\":{\"country\":\"NO\"}}]",
        "\"members\":[[{\"%s\":[{\"country\":\"NO\"}]}]]",
        "\"%s\":{\"country\":\"NO\"}",
        "\"%s\":[{\"country\":\"NO\"}]",
        "\"%s\":\"203.0.113.7\"",
        "\"plan\":{\"%s\":{\"x\":{\"country\":\"NO\"}}},\"%1$s\":{}",
        "\"country\":\"NO\",\"x\":{\"%s\":true}",
      })
  void namesWithoutCategoryAreWithheldWhereTheUnclassifiedIs(String fields) {
    for (String unclassified : new String[] {"drop", "redact"}) {
      Policy policy =
          policy(
              "vendor: mixpanel",
              "default: pass",
              "unclassified: " + unclassified,
              "categories: {user.account.settings: drop}");
      assertThat(out(policy, event(fields.formatted(NAME)))).doesNotContain("Maya", "High Street");
    }
  }

  @Test
  void whatARuleNamesIsReachedThroughNamesThatItSpells() {
    Policy policy =
        policy(
            "vendor: mixpanel",
            "default: drop",
            "unclassified: drop",
            "categories: {user.behavior: pass}",
            "properties:",
            "  a.b: pass",
            "  list[].id: pass",
            "  deep.*.n: pass",
            "  \"*.free\": pass");
    String json =
        "\"a\":{\"b\":1,\"c\":2},\"list\":[{\"id\":7,\"n\":\"q\"}],"
            + "\"deep\":{\"Maya Chen\":{\"n\":1}},\"Ines Silva\":{\"free\":2}";
    assertThat(properties(policy, json).toString())
        .contains("\"a\":{\"b\":1}", "\"list\":[{\"id\":7}]")
        .doesNotContain("Ines", "Maya", "\"c\"", "\"q\"");
  }

  @Test
  void anArrayWhoseItemsAreWithheldLeavesNoTrace() {
    assertThat(
            properties(Fixture.shipped(), "\"organization_id\":[{\"name\":\"Acme\"}]").toString())
        .doesNotContain("organization_id");
    assertThat(properties(Fixture.shipped(), "\"organization_id\":[]").toString())
        .contains("\"organization_id\":[]");
  }
}
