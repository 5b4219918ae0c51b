package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static dev.firebreak.policy.Fixture.policy;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Values at the edges of what a treatment expects.
class EdgeValuesTest {
  private static final String UUID = "0192f3a4-0b5c-7d6e-8f90-a1b2c3d4e5f6";

  @Test
  void dedupeIdThatIsTheUsersIdIsHashed() {
    for (String id : new String[] {UUID, UUID.replace("-", "")}) {
      String json = event("\"$insert_id\":\"" + id + "\",\"$user_id\":\"" + UUID + "\"");
      assertThat(out(Fixture.shipped(), json)).doesNotContain(id).doesNotContain(UUID);
    }
    String other = event("\"$insert_id\":\"" + UUID + "\",\"$user_id\":\"u1\"");
    assertThat(out(Fixture.shipped(), other)).contains(UUID);
  }

  @Test
  void numberBeyondAllExponentsHasNoBand() {
    Policy policy = passing("properties: {revenue: {generalize: band}}");
    for (String number :
        new String[] {"1e99999999999", "1e2147483648", "12e2147483647", "1e-999"}) {
      assertThat(out(policy, event("\"revenue\":" + number))).doesNotContain("revenue");
    }
    assertThat(out(policy, event("\"revenue\":1.7e2"))).contains("\"revenue\":100");
  }

  @Test
  void ruleForArrayItemsCountsForScalarsToo() {
    Policy passes =
        policy(
            "vendor: mixpanel",
            "default: drop",
            "unclassified: drop",
            "categories: {user.behavior: pass}",
            "properties: {\"tags[]\": pass}");
    assertThat(out(passes, event("\"tags\":[\"a\",1],\"other\":[\"b\"]")))
        .contains("\"tags\":[\"a\",1]")
        .doesNotContain("other");
    assertThat(out(passing("properties: {\"tags[]\": drop}"), event("\"tags\":[\"a\"]")))
        .doesNotContain("\"a\"");
  }
}
