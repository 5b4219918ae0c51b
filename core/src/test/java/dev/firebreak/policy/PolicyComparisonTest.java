package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
