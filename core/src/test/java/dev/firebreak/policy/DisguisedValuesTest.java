package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.properties;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values in other clothes than those in which people write them.
class DisguisedValuesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4.111111111111111e15",
        "4111111111111111E0",
        "41111111111111110e-1",
        "4111111111111111.0",
        "4111111111111111.00"
      })
  void aCardIsNoNumber(String number) {
    assertThat(out(passing(), event("\"seats\":" + number)))
        .contains("[user.financial.credit_card]")
        .doesNotContain("1111");
  }

  @ParameterizedTest
  @ValueSource(strings = {"14155550123", "1.4155550123E10", "\"07700 900123\"", "\"14155550123\""})
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
}
