package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.properties;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Values in other clothes than those in which people write them.
class DisguisedValuesTest {
  private static final String REDACTING = "categories: {user.contact: redact}";
  private static final String EMAIL = "maya.okonjo@example.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4.111111111111111e15",
        "4111111111111111E0",
        "41111111111111110e-1",
        "0.4111111111111111e16",
        "411111111111111100000000000000000000000000000000000000000000000000000000000000000e-65",
        "4111111111111111.0",
        "4111111111111111.00"
      })
  void aCardIsNoNumber(String number) {
    for (String value : new String[] {number, "\"" + number + "\""}) {
      assertThat(out(passing(), event("\"seats\":" + value)))
          .contains("[user.financial.credit_card]")
          .doesNotContain("1111");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1111",
        "4111_1111_1111_1111",
        "4111,1111,1111,1111",
        "4111:1111:1111:1111",
        "4111|1111|1111|1111",
        "4111 - 1111 - 1111 - 1111",
        "4111\t1111\t1111\t1111",
        "(4111)(1111)(1111)(1111)",
        "4111\u00b71111\u20221111\u00b71111",
        "cc4111111111111111",
        "4111111111111111abc",
        "\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661"
            + " \u0661\u0661\u0661\u0661",
        "\u2463111111111111111",
        "\uD835\uDFD2111111111111111",
        "\u20841111\u200b11111111111"
      })
  void aCardIsNothingElse(String text) {
    assertThat(treated(text)).contains("[user.financial.credit_card]").doesNotContain("1111");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "14155550123",
        "1.4155550123E10",
        "\"07700 900123\"",
        "\"14155550123\"",
        "\"0612345678\"",
        "\"017612345678\"",
        "\"0033 6 12 34 56 78\"",
        "\"011 44 20 7946 0018\"",
        "\"030 901820\"",
        "\"1-800-555-0123\"",
        "\"415/555-0123\"",
        "\"+1_415_555_0123\"",
        "\"\uFF0B\uFF11 415 555 0123\""
      })
  void aPhoneNumberIsNoNumber(String value) {
    Policy policy = passing("categories: {user.contact.phone_number: drop}");
    assertThat(properties(policy, "\"seats\":" + value + ",\"plan\":\"pro\"").has("seats"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.10", "1e400", "1795368963.145", "-0.0", "1E+2", "12345.60", "0e5"})
  void otherNumbersPassCharacterByCharacter(String number) {
    assertThat(out(passing(), event("\"seats\":" + number))).contains("\"seats\":" + number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maya.okonjo&#64;example.com",
        "maya.okonjo&#x40;example&period;com",
        "maya.okonjo\\x40example.com",
        "\uD835\uDC26\uD835\uDC1A\uD835\uDC32\uD835\uDC1A@example.com",
        "m\u24d0ya.okonjo@example.com",
        "6d6179612e6f6b6f6e6a6f406578616d706c652e636f6d",
        "0x6D6179612E6F6B6F6E6A6F406578616D706C652E636F6D",
        "maya.okonjo%25252540example.com"
      })
  void anAddressIsFoundInOtherSigns(String text) {
    assertThat(treated(text)).doesNotContain("okonjo", "example", "6f6b", "6F6B", "@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1_", "v1", "k", "ab", "abc", "session", "/x/Y", "x-Y_z"})
  void base64IsFoundWhateverIsGluedToIt(String glued) {
    for (String value : new String[] {EMAIL, "to " + EMAIL, "{\"u\":\"" + EMAIL + "\"}"}) {
      String encoded = base64(value);
      String digits = encoded.replace("=", "");
      assertThat(treated(glued + encoded)).doesNotContain(digits.substring(4));
      assertThat(treated(glued + digits + ".x")).doesNotContain(digits.substring(4));
    }
  }

  @Test
  void whatIsEncodedDeeperThanIsLookedAtIsWithheld() {
    String text = EMAIL;
    for (int i = 0; i < 7; i++) {
      text = base64(text);
      assertThat(treated(text)).doesNotContain(text.replace("=", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2d20cdce-7fc4-4aa7-9f5d-01b2d0a68116",
        "Q2xlYW4gdGV4dCBvbmx5",
        "aGVsbG8gd29ybGQgMTI",
        "deadbeefcafebabe0123",
        "user-63TSvnYFxHrVJk",
        "user-itQXKHpRE5B8RM",
        "org-UStcSuafiMU5pk",
        "AT&T and Q&A; R&D",
        "100% of 5\u00b75",
        "Pro \u2463 team"
      })
  void whatHidesNothingPassesAsItIs(String text) {
    assertThat(treated(text)).contains(text);
  }

  @Test
  void aNameWithADotIsNoHost() {
    assertThat(properties(Fixture.shipped(), "\"$referrer\":\"maya.okonjo\"").has("$referrer"))
        .isFalse();
    assertThat(
            properties(Fixture.shipped(), "\"$referrer\":\"search.example.org\"")
                .get("$referrer")
                .asString())
        .isEqualTo("search.example.org");
  }

  private static String treated(String text) {
    String quoted = JsonMapper.shared().writeValueAsString(text);
    return properties(passing(REDACTING), "\"seats\":" + quoted).get("seats").asString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
