package dev.firebreak.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyCap;
import dev.firebreak.policy.Treatment;
import dev.firebreak.register.Allowance;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.ExpiryPlan;
import dev.firebreak.standard.RequirementFinding;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the register leaves of a binding's policy, by sender and mode.
class EffectivePolicyTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final LocalDate LAST_DAY = LocalDate.parse("2026-03-31");
  private static final Instant BEFORE = Instant.parse("2026-04-01T07:59:59Z");
  private static final Instant AFTER = Instant.parse("2026-04-01T08:00:00Z");
  private static final Policy OPEN =
      Policy.parse(
          "open.yaml",
          """
          vendor: mixpanel
          default: pass
          unclassified: pass
          categories: {user.authorization: drop, user.financial: drop, user.government_id: drop}
          properties:
            who: {category: user.contact.email, treatment: pseudonymize}
          """);

  @TempDir Path folder;

  @Test
  void observingEndsWhereTheVendorHasLessThanItsPolicy() throws IOException {
    BindingConfig binding = binding("observe", "authenticated", "random");
    EffectivePolicy before = EffectivePolicy.of(binding, OPEN, expiring(), BEFORE);
    assertThat(before.observe()).isTrue();
    assertThat(before.policy().version()).isEqualTo(OPEN.version());
    assertThat(before.changesAt()).hasValue(AFTER);
    assertThat(before.capped()).isEmpty();

    EffectivePolicy after = EffectivePolicy.of(binding, OPEN, expiring(), AFTER);
    assertThat(after.observe()).isFalse();
    assertThat(after.stage()).isEqualTo(Deadline.Stage.TOKENS_ONLY);
    assertThat(after.policy().of(DataCategory.EMAIL)).isEqualTo(Treatment.drop());
    assertThat(after.policy().of(DataCategory.ACCOUNT_ID)).isEqualTo(Treatment.pseudonymize());
    assertThat(after.capped())
        .anySatisfy(capped -> {
          assertThat(capped.category()).isEqualTo(DataCategory.EMAIL);
          assertThat(capped.because()).isEqualTo("reviewed: last reviewed long ago");
        });
  }

  /// The policy's own tokens of guessable values, which observing let be, are no way out either.
  @Test
  void whereAnybodyMaySendGuessableIdsGoAltogether() throws IOException {
    BindingConfig binding = binding("observe", "public", "guessable");
    EffectivePolicy after = EffectivePolicy.of(binding, OPEN, expiring(), AFTER);
    assertThat(after.policy().of(DataCategory.ACCOUNT_ID)).isEqualTo(Treatment.drop());
    assertThat(after.policy().of(DataCategory.ORGANIZATION_ID)).isEqualTo(Treatment.drop());
    assertThat(after.policy().of(DataCategory.DEVICE_ID)).isEqualTo(Treatment.pseudonymize());
    assertThat(after.settings(binding).observe()).isFalse();
  }

  @Test
  void theFilesLimitIsACapInEveryStage() throws IOException {
    BindingConfig binding = binding("enforce", "authenticated", "random");
    Allowance allowance =
        new Allowance(
            VENDOR,
            Optional.of(
                new PolicyCap("may-receive", Map.of(DataCategory.COUNTRY, Treatment.drop()))),
            List.of());
    EffectivePolicy effective = EffectivePolicy.of(binding, OPEN, allowance, AFTER);
    assertThat(effective.stage()).isEqualTo(Deadline.Stage.FULL);
    assertThat(effective.policy().of(DataCategory.COUNTRY)).isEqualTo(Treatment.drop());
    assertThat(effective.policy().of(DataCategory.CITY)).isEqualTo(Treatment.pass());
    assertThat(effective.policy().version()).isNotEqualTo(OPEN.version());
    assertThat(EffectivePolicy.of(binding, OPEN, Allowance.unlimited(VENDOR), AFTER).policy())
        .isSameAs(OPEN);
  }

  /// A limit is no wish: it holds also where the binding would only observe.
  @Test
  void observingEndsWhereTheFileSetsALimit() throws IOException {
    PolicyCap most = new PolicyCap("may-receive", Map.of(DataCategory.COUNTRY, Treatment.drop()));
    Allowance allowance = new Allowance(VENDOR, Optional.of(most), List.of());
    BindingConfig trusted = binding("observe", "authenticated", "random");
    EffectivePolicy effective = EffectivePolicy.of(trusted, OPEN, allowance, BEFORE);
    assertThat(effective.stage()).isEqualTo(Deadline.Stage.FULL);
    assertThat(effective.observe()).isFalse();
    assertThat(effective.settings(trusted).observe()).isFalse();
    assertThat(effective.policy().of(DataCategory.COUNTRY)).isEqualTo(Treatment.drop());

    BindingConfig open = binding("observe", "public", "guessable");
    EffectivePolicy anybody = EffectivePolicy.of(open, OPEN, allowance, BEFORE);
    assertThat(anybody.policy().of(DataCategory.ACCOUNT_ID)).isEqualTo(Treatment.drop());
    assertThat(anybody.settings(open).observe()).isFalse();
  }

  private static Allowance expiring() {
    RequirementFinding finding =
        new RequirementFinding(
            "review-within", false, "last reviewed long ago", "review", Optional.of(LAST_DAY));
    return new Allowance(
        VENDOR,
        Optional.empty(),
        List.of(new Deadline("reviewed", finding, LAST_DAY, ExpiryPlan.DEFAULT)));
  }

  private BindingConfig binding(String mode, String sender, String ids) throws IOException {
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        """
        company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}
        bindings:
          - id: web
            vendor: mixpanel
            dialect: mixpanel
            mode: %s
            path-prefix: /mp
            upstream: http://127.0.0.1:9
            credential: {env: TOKEN}
            inbound-credential: {env: TOKEN}
            sender: %s
            ids: %s
        """
            .formatted(mode, sender, ids));
    return ConfigLoader.load(settings, Map.of("TOKEN", "t")).bindings().getFirst();
  }
}
