package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.detect.Detectors;
import dev.firebreak.event.MessageKind;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyComparisonTest {
  @Test
  void aPolicyIsStricterLaxerOrNeither() {
    Policy base = Fixture.passing("categories: {user.name: redact}");
    Policy stricter = Fixture.passing("categories: {user.name: drop, user.contact.email: drop}");
    Policy mixed = Fixture.passing("categories: {user.contact.email: drop}");
    assertThat(PolicyComparison.of(base, base))
        .matches(PolicyComparison::isStricterOrEqual)
        .matches(PolicyComparison::isLaxerOrEqual);
    PolicyComparison up = PolicyComparison.of(base, stricter);
    assertThat(up.isStricterOrEqual()).isTrue();
    assertThat(up.stricter()).containsExactly("user.name", "user.contact.email");
    assertThat(PolicyComparison.of(stricter, base).isLaxerOrEqual()).isTrue();
    PolicyComparison neither = PolicyComparison.of(base, mixed);
    assertThat(neither.isStricterOrEqual()).isFalse();
    assertThat(neither.isLaxerOrEqual()).isFalse();
    assertThat(neither.laxer()).containsExactly("user.name");
  }

  @Test
  void rulesOfPropertiesAndEventsAreComparedToo() {
    Policy none = Fixture.passing();
    Policy drops = Fixture.passing("properties: {plan: drop}", "events: {\"Admin*\": drop}");
    assertThat(PolicyComparison.of(none, drops).isStricterOrEqual()).isTrue();
    assertThat(PolicyComparison.of(drops, none).isStricterOrEqual()).isFalse();
    assertThat(PolicyComparison.of(drops, none).laxer())
        .containsExactly("property plan", "event Admin*");
    Policy renamed = Fixture.passing("properties: {plan: {category: user.name, treatment: pass}}");
    Policy other =
        Fixture.passing("properties: {plan: {category: user.contact.email, treatment: pass}}");
    assertThat(PolicyComparison.of(renamed, other).isStricterOrEqual()).isFalse();
    Policy glob = Fixture.passing("properties: {\"x_*\": redact}");
    assertThat(PolicyComparison.of(glob, none).isStricterOrEqual()).isFalse();
    assertThat(PolicyComparison.of(none, glob).isStricterOrEqual()).isTrue();
  }

  /// Whoever deletes an exemption has its fields governed by what it was exempt from.
  @Test
  void aRuleThatIsGoneLeavesItsFieldsToTheOthers() {
    String pass = "user.location.imprecise.country: pass";
    Policy exempt =
        Fixture.passing(
            "categories: {" + pass + "}", "properties: {\"geo.*\": drop, geo.country: pass}");
    Policy gone = Fixture.passing("categories: {" + pass + "}", "properties: {\"geo.*\": drop}");
    assertThat(PolicyComparison.of(exempt, gone).stricter())
        .containsExactly("property geo.country");
    assertThat(PolicyComparison.of(gone, exempt).stricter()).isEmpty();
    Policy event = Fixture.passing("events: {\"Admin*\": drop, Admin hello: pass}");
    Policy all = Fixture.passing("events: {\"Admin*\": drop}");
    assertThat(PolicyComparison.of(event, all).stricter()).containsExactly("event Admin hello");
  }

  @Test
  void aCapOfWhatAKeySaysIsStricter() {
    Policy renamed =
        Fixture.passing("properties: {$email: {category: user.account.settings, treatment: pass}}");
    Policy capped =
        renamed.cappedBy(List.of(PolicyCap.nothingOf(Set.of(DataCategory.EMAIL), "no standards")));
    assertThat(PolicyComparison.of(renamed, capped).isLaxerOrEqual()).isFalse();
  }

  /// Where the comparison says that nothing is stricter, no field is treated more strictly.
  @Test
  void noFieldIsTreatedMoreStrictlyWhereNothingIsStricter() {
    Random random = new Random(7);
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      policies.add(policy(random));
    }
    int equal = 0;
    for (Policy before : policies) {
      for (Policy now : policies) {
        if (PolicyComparison.of(before, now).isLaxerOrEqual()) {
          equal++;
          assertNowhereStricter(before, now);
        }
      }
    }
    assertThat(equal).isGreaterThan(policies.size());
  }

  private static void assertNowhereStricter(Policy before, Policy now) {
    FieldRules was = rules(before);
    FieldRules is = rules(now);
    for (String name : List.of("geo", "$email", "plan", "x_y", "$city", "user_id")) {
      FieldRule first = was.property(MessageKind.EVENT, name);
      FieldRule next = is.property(MessageKind.EVENT, name);
      assertThat(next.treatment().strictness())
          .as("%s under %s and %s", name, before.canonical(), now.canonical())
          .isLessThanOrEqualTo(first.treatment().strictness());
      for (String inner : List.of("country", "email", "z")) {
        String path = name + "." + inner;
        assertThat(is.nested(next, path, inner).treatment().strictness())
            .as("%s under %s and %s", path, before.canonical(), now.canonical())
            .isLessThanOrEqualTo(was.nested(first, path, inner).treatment().strictness());
      }
    }
  }

  private static FieldRules rules(Policy policy) {
    return new FieldRules(
        TreatmentSettings.enforcing(policy, Set.of()), false, Detectors.standard());
  }

  private static Policy policy(Random random) {
    List<String> categories = new ArrayList<>();
    for (String each : List.of("user.contact.email", "user.unique_id")) {
      if (random.nextInt(3) == 0) {
        categories.add(each + ": " + word(random, 4));
      }
    }
    List<String> properties = new ArrayList<>();
    for (String each :
        List.of("geo", "geo.country", "'geo.*'", "'g*'", "$email", "'x_*'", "'*.email'")) {
      if (random.nextInt(4) == 0) {
        properties.add(each + ": " + word(random, 3));
      }
    }
    Policy policy =
        Fixture.passing(
            "categories: {" + String.join(", ", categories) + "}",
            "properties: {" + String.join(", ", properties) + "}");
    return random.nextInt(4) == 0
        ? policy.cappedBy(List.of(PolicyCap.nothingOf(Set.of(DataCategory.EMAIL), "capped")))
        : policy;
  }

  private static String word(Random random, int most) {
    return List.of("pass", "redact", "drop", "pseudonymize").get(random.nextInt(most));
  }

  @Test
  void aPolicyComesBackFromItsCanonicalForm() {
    Policy policy =
        Fixture.policy(
            "vendor: mixpanel",
            "default: drop",
            "unclassified: drop",
            "categories:",
            "  user.behavior: pass",
            "  user.device.user_agent: {generalize: family}",
            "properties:",
            "  \"a b\\nc\": pass",
            "  size: {category: system.operations, treatment: pass}",
            "events: {\"Admin *\": drop}");
    for (Policy each :
        List.of(
            policy,
            Fixture.shipped(),
            Fixture.shipped().cappedBy(List.of(PolicyCap.tokensOnly("expired"))))) {
      Policy again = Policy.ofCanonical(each.canonical());
      assertThat(again.version()).isEqualTo(each.version());
      assertThat(again.canonical()).isEqualTo(each.canonical());
      assertThat(again.categories()).isEqualTo(each.categories());
    }
    assertThatThrownBy(() -> Policy.ofCanonical("policy"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Policy.ofCanonical(policy.canonical() + "event 900 x drop\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
