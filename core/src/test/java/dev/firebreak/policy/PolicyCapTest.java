package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a cap leaves of a policy, by category, by property rule and inside texts.
class PolicyCapTest {
  private static final String PERSON =
      "\"distinct_id\":\"u1\",\"$device_id\":\"d-1234567890\",\"company\":\"acme\","
          + "\"$email\":\"maya@example.com\",\"plan\":\"pro\",\"color\":\"red\","
          + "\"$browser\":\"Firefox 131\",\"mp_country_code\":\"IE\"";

  @Test
  void tokensOnlyLeavesIdsAsTokensAndTheEventItself() {
    Policy capped = Fixture.passing().cappedBy(List.of(PolicyCap.tokensOnly("review expired")));
    JsonNode event =
        Fixture.tree(capped, MessageKind.EVENT, Fixture.event(PERSON + ",\"time\":1762683630"));
    assertThat(event.get("event").asString()).isEqualTo("Opened");
    JsonNode properties = event.get("properties");
    assertThat(properties.get("distinct_id").asString()).startsWith("fb1");
    assertThat(properties.get("$device_id").asString()).startsWith("fb1");
    assertThat(properties.get("company").asString()).startsWith("fb1");
    assertThat(properties.get("time").asLong()).isEqualTo(1762683630L);
    assertThat(properties.propertyNames())
        .containsOnly("distinct_id", "$device_id", "company", "time", "$insert_id");
  }

  @Test
  void tokensOnlyKeepsAStricterPolicy() {
    Policy strict =
        Fixture.policy(
                "vendor: mixpanel",
                "default: drop",
                "unclassified: drop",
                "categories: {user.behavior: pass, org.identifier: drop}")
            .cappedBy(List.of(PolicyCap.tokensOnly("review expired")));
    assertThat(strict.of(DataCategory.ORGANIZATION_ID)).isEqualTo(Treatment.drop());
    assertThat(strict.of(DataCategory.ACCOUNT_ID)).isEqualTo(Treatment.drop());
    assertThat(strict.of(DataCategory.OPERATIONS)).isEqualTo(Treatment.drop());
    assertThat(strict.of(DataCategory.BEHAVIOR)).isEqualTo(Treatment.pass());
  }

  @Test
  void propertyRulesAreCappedByWhatTheyDeclareAndByWhatTheirNameSays() {
    Policy policy =
        Fixture.passing(
            "properties:",
            "  email: {category: system.operations, treatment: pass}",
            "  note: {category: user.contact.email, treatment: pass}",
            "  color: pass",
            "  size: {category: system.operations, treatment: pass}");
    String event =
        "\"distinct_id\":\"u1\",\"email\":\"hidden\",\"note\":\"x\",\"color\":\"red\",\"size\":3";
    JsonNode before = Fixture.properties(policy, event);
    assertThat(before.propertyNames()).contains("email", "note", "color", "size");
    Policy capped =
        policy.cappedBy(
            List.of(
                cap(
                    "default: pass",
                    "unclassified: drop",
                    "categories: {user.contact.email: drop}")));
    JsonNode after = Fixture.properties(capped, event);
    assertThat(after.propertyNames())
        .contains("distinct_id", "size")
        .doesNotContain("email", "note", "color");
  }

  /// A field may be of a category that its name does not tell: as a group key, or by its place.
  @Test
  void rulesWhoseFieldsGetTheirCategoryOtherwiseAreCappedToo() {
    Policy policy =
        Fixture.policy(
            "vendor: mixpanel",
            "default: drop",
            "unclassified: drop",
            "categories: {user.behavior: pass, org.identifier: pseudonymize}",
            "properties: {fund: pass}");
    Policy capped = policy.cappedBy(List.of(PolicyCap.tokensOnly("review expired")));
    assertThat(capped.cap(DataCategory.ORGANIZATION_ID)).isEqualTo(Treatment.pseudonymize());
    assertThat(capped.cap(DataCategory.WORKPLACE)).isEqualTo(Treatment.drop());
    assertThat(capped.version()).isNotEqualTo(policy.version());
  }

  @Test
  void whatIsFoundInsideATextIsCappedToo() {
    Policy capped =
        Fixture.passing()
            .cappedBy(
                List.of(
                    cap(
                        "default: pass",
                        "unclassified: pass",
                        "categories: {user.contact.email: drop}")));
    assertThat(Fixture.out(capped, Fixture.event("\"color\":\"ask maya@example.com now\"")))
        .contains("ask [user.contact.email] now")
        .doesNotContain("maya@example.com");
  }

  @Test
  void aCapThatChangesNothingLeavesTheVersion() {
    Policy policy = Fixture.policy("vendor: mixpanel", "default: drop", "unclassified: drop");
    PolicyCap wide = cap("default: pass", "unclassified: pass");
    PolicyCap same = cap("default: drop", "unclassified: drop");
    assertThat(policy.cappedBy(List.of())).isSameAs(policy);
    assertThat(policy.cappedBy(List.of(wide, same)).version()).isEqualTo(policy.version());
    Policy other = Fixture.passing().cappedBy(List.of(same));
    assertThat(other.version()).isNotEqualTo(Fixture.passing().version());
    assertThat(other.canonical()).contains("cap 9 user.name drop");
  }

  @Test
  void everyCappedCategoryIsToldWithItsReason() {
    Policy policy =
        Fixture.policy(
            "vendor: mixpanel",
            "default: drop",
            "unclassified: drop",
            "categories: {user.location.imprecise.country: pass, user.behavior: pass}");
    assertThat(policy.cappedCategories(List.of(PolicyCap.tokensOnly("review expired"))))
        .contains(
            new CappedCategory(
                DataCategory.COUNTRY, Treatment.pass(), Treatment.drop(), "review expired"))
        .noneMatch(capped -> capped.category() == DataCategory.BEHAVIOR);
  }

  @Test
  void guessableTokensBecomeNothing() {
    PolicyCap cap =
        PolicyCap.tokensOnly("review expired").withoutTokensOf(Set.of(DataCategory.ACCOUNT_ID));
    assertThat(cap.of(DataCategory.ACCOUNT_ID)).isEqualTo(Treatment.drop());
    assertThat(cap.of(DataCategory.DEVICE_ID)).isEqualTo(Treatment.pseudonymize());
  }

  @Test
  void eventsWhoseNameMayNotGoOutAreDroppedAsAWhole() {
    Policy capped =
        Fixture.passing()
            .cappedBy(
                List.of(
                    cap(
                        "default: pass",
                        "unclassified: pass",
                        "categories: {user.behavior: drop}")));
    assertThat(Fixture.treat(capped, MessageKind.EVENT, Fixture.event(PERSON)))
        .isInstanceOf(TreatedMessage.Dropped.class);
  }

  @Test
  void whatIsWrongInACapIsToldWithItsLine() {
    YamlProblems problems = new YamlProblems("v.yaml");
    String text =
        """
        default: pseudonymize
        unclassified: maybe
        categories:
          user.nickname: drop
          user.behavior: pseudonymize
          user.device.user_agent: {generalize: country}
          user.location.imprecise.city: {blur: a bit}
        colour: blue
        """;
    YamlDocument.read(text, problems).ifPresent(root -> CapReader.read(root, "here"));
    assertThat(problems.found())
        .anyMatch(problem -> problem.startsWith("v.yaml:1: default"))
        .anyMatch(problem -> problem.startsWith("v.yaml:2: unclassified"))
        .anyMatch(problem -> problem.startsWith("v.yaml:4: categories.user.nickname"))
        .anyMatch(problem -> problem.startsWith("v.yaml:5: categories.user.behavior"))
        .anyMatch(problem -> problem.startsWith("v.yaml:6: categories.user.device.user_agent"))
        .anyMatch(problem -> problem.startsWith("v.yaml:7: "))
        .anyMatch(problem -> problem.startsWith("v.yaml:8: colour"));
  }

  private static PolicyCap cap(String... lines) {
    YamlProblems problems = new YamlProblems("cap.yaml");
    PolicyCap cap =
        CapReader.read(
            YamlDocument.read(String.join("\n", lines), problems).orElseThrow(), "the contract");
    assertThat(problems.found()).isEmpty();
    return cap;
  }
}
