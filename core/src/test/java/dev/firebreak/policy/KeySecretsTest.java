package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.passing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a key says about its value holds against the rules of a policy.
class KeySecretsTest {
  @Test
  void noRuleRenamesASecretInAnyMode() {
    Policy[] policies = {
      passing(
          "properties:",
          "  experiment_password: {category: system.operations, treatment: pass}",
          "  experiment_ssn: {category: system.operations, treatment: pass}"),
      passing("properties:", "  \"exp*\": {category: system.operations, treatment: pass}")
    };
    String json =
        event("\"experiment_password\":\"hunter2secret\",\"experiment_ssn\":\"123-45-6789\"");
    for (Policy policy : policies) {
      for (boolean observe : new boolean[] {false, true}) {
        TreatedMessage.Forward forward = treat(policy, observe, json);
        assertThat(text(forward)).doesNotContain("hunter2", "123-45");
        assertThat(DataCategory.ofMask(forward.header().masks().withheld()))
            .contains(DataCategory.PASSWORD, DataCategory.GOVERNMENT_ID);
        assertThat(forward.header().masks().clear() & DataCategory.OPERATIONS.mask()).isZero();
      }
    }
  }

  @Test
  void globDoesNotLoosenWhatTheKeySays() {
    String json =
        event(
            "\"experiment_user_email\":\"jane\",\"experiment_nav\":\"b\","
                + "\"experiment_ssn\":\"123-45-6789\"");
    TreatedMessage.Forward forward = treat(Fixture.shipped(), false, json);
    assertThat(text(forward)).contains("\"experiment_nav\":\"b\"").doesNotContain("jane", "123-");
    long clear = forward.header().masks().clear();
    assertThat(clear & DataCategory.EMAIL.mask()).isZero();
    assertThat(clear & DataCategory.OPERATIONS.mask()).isNotZero();
  }

  private static TreatedMessage.Forward treat(Policy policy, boolean observe, String json) {
    return Fixture.forward(
        Fixture.treatment(policy, Fixture.KEY, observe)
            .treat(Fixture.tokens(json), MessageKind.EVENT, Fixture.RECEIVED));
  }

  private static String text(TreatedMessage.Forward forward) {
    return new String(forward.payload(), StandardCharsets.UTF_8);
  }
}
