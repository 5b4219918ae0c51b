package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final String HEAD = "vendor: mixpanel\ndefault: drop\nunclassified: drop\n";

  private static List<PolicyProblem> problems(String yaml) {
    return Policy.problems("p.yaml", yaml);
  }

  private static void refused(String rules, int line, String problem) {
    List<PolicyProblem> problems = problems(HEAD + rules);
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().line()).isEqualTo(line);
    assertThat(problems.getFirst().toString()).startsWith("p.yaml:" + line).contains(problem);
    assertThat(problems.getFirst().hint()).isNotEmpty();
  }

  @Test
  void shippedPolicyIsGood() {
    Policy policy = Fixture.shipped();
    assertThat(policy.vendor().value()).isEqualTo("mixpanel");
    assertThat(policy.version()).matches("[0-9a-f]{12}");
    assertThat(policy.of(DataCategory.EMAIL)).isInstanceOf(Treatment.Drop.class);
    assertThat(policy.of(DataCategory.SESSION_ID)).isInstanceOf(Treatment.Pseudonymize.class);
  }

  @Test
  void fiveErrorsAreToldAtOnceWithTheirLines() {
    String yaml =
        """
        vendor: mixpanel
        default: drop
        colour: blue
        categories:
          user.nam: drop
          user.location.imprecise.country: pseudonymize
          user.contact.email: hash
        properties:
          a: {category: user.authorization.password, treatment: pass}
        """;
    assertThat(problems(yaml)).extracting(PolicyProblem::line).containsExactly(1, 3, 5, 6, 7, 9);
    assertThatThrownBy(() -> Policy.parse("p.yaml", yaml))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("p.yaml:3: unknown key 'colour'")
        .hasMessageContaining("did you mean 'user.name'?")
        .hasMessageContaining("'hash' is not in this version");
  }

  @Test
  void rulesAreListedWithTheCategoryThatTheyAreAbout() {
    Policy policy =
        Policy.parse(
            "p.yaml",
            HEAD
                + """
                properties:
                  plan: {category: user.account.settings, treatment: pass}
                  $email: pass
                  "x_*": drop
                events:
                  "Password*": drop
                """);
    assertThat(policy.properties(DataCategory.EMAIL)).containsOnlyKeys("$email");
    assertThat(policy.properties(DataCategory.PHONE)).isEmpty();
    assertThat(policy.properties()).containsOnlyKeys("$email", "plan", "x_*");
    assertThat(policy.events()).containsEntry("Password*", Treatment.drop());
    PolicyCap cap = PolicyCap.nothingOf(Set.of(DataCategory.EMAIL), "lapsed");
    assertThat(policy.cappedBy(List.of(cap)).properties(DataCategory.EMAIL))
        .containsEntry("$email", Treatment.drop());
  }

  @Test
  void longestCategoryRuleWins() {
    Policy policy =
        Policy.parse(
            "p",
            HEAD + "categories: {user: redact, user.behavior: pass, user.behavior.referrer: drop}");
    assertThat(policy.of(DataCategory.NAME)).isEqualTo(Treatment.redact());
    assertThat(policy.of(DataCategory.CAMPAIGN)).isEqualTo(Treatment.pass());
    assertThat(policy.of(DataCategory.REFERRER)).isEqualTo(Treatment.drop());
    assertThat(policy.of(DataCategory.OPERATIONS)).isEqualTo(Treatment.drop());
  }

  @Test
  void finerKeysAreAliasesOfTheTableKeyAbove() {
    Policy policy =
        Policy.parse(
            "p",
            HEAD
                + "categories: {user.name.first: pass, user.contact.address.city: pass,"
                + " user.contact.organization: pass}");
    assertThat(policy.of(DataCategory.NAME)).isEqualTo(Treatment.pass());
    assertThat(policy.of(DataCategory.CITY)).isEqualTo(Treatment.pass());
    assertThat(policy.of(DataCategory.WORKPLACE)).isEqualTo(Treatment.pass());
    assertThat(policy.of(DataCategory.POSTAL_ADDRESS)).isEqualTo(Treatment.drop());
  }

  @Test
  void contradictoryRulesAreRefused() {
    refused("categories:\n  user.name: drop\n  user.name.first: pass\n", 6, "a second rule");
    refused("properties:\n  plan: drop\n  plan: pass\n", 6, "a second rule");
  }

  @Test
  void tiesOfGlobsAreRefused() {
    refused("properties:\n  \"ab*\": drop\n  \"*bc\": pass\n", 6, "tie");
    assertThat(problems(HEAD + "properties:\n  \"ab*\": drop\n  \"cd*\": pass\n")).isEmpty();
    assertThat(problems(HEAD + "properties:\n  \"ab*\": drop\n  \"abc*\": pass\n")).isEmpty();
  }

  @Test
  void treatmentsOfLaterVersionsAreRefused() {
    refused("properties:\n  a: {k-threshold: {k: 50, else: drop}}\n", 5, "not in this version");
    refused("categories:\n  user.contact.email: hash\n", 5, "not in this version");
  }

  @Test
  void secretsCanNotBePassed() {
    refused("categories:\n  user.financial.credit_card: pass\n", 5, "does not fit");
    Policy all = Fixture.passing();
    for (DataCategory category : Treatment.NEVER_PASSED) {
      assertThat(all.of(category)).isEqualTo(Treatment.redact());
    }
  }

  @Test
  void anEventCanNotDoWithoutItsTime() {
    refused("properties:\n  time: drop\n", 5, "can't do without");
    assertThat(problems(HEAD + "properties:\n  time: {generalize: hour}\n")).isEmpty();
  }

  @Test
  void brokenYamlAliasesAndListsAreToldWithTheirLine() {
    assertThat(problems("vendor: [\n")).hasSize(1);
    assertThat(problems("- a\n").getFirst().problem()).contains("mapping");
    assertThat(problems(HEAD + "categories:\n  a: &x drop\n  b: *x\n")).isNotEmpty();
    assertThat(problems("")).isNotEmpty();
  }

  @Test
  void versionFollowsTheMeaningAndNotTheSpelling() {
    String one = HEAD + "categories:\n  user.name: drop\n  user.behavior: pass\n";
    String same =
        "# why\n" + HEAD + "categories: {user.behavior: pass, \"user.name.first\": drop}\n";
    String other = HEAD + "categories:\n  user.name: redact\n  user.behavior: pass\n";
    assertThat(Policy.parse("a", one).version()).isEqualTo(Policy.parse("b", same).version());
    assertThat(Policy.parse("a", one).version()).isNotEqualTo(Policy.parse("c", other).version());
  }

  @Test
  void guessableTokensAreRefusedOnPublicBindingsUnlessAccepted() {
    Policy policy = Policy.parse("p", HEAD + "categories: {user.contact.email: pseudonymize}");
    assertThatThrownBy(() ->
            new TreatmentSettings(
                policy, false, true, UserIdKind.ACCOUNT_ID, Set.of(), false, false))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("user.contact.email");
    assertThat(
            new TreatmentSettings(policy, false, true, UserIdKind.ACCOUNT_ID, Set.of(), false, true)
                .acceptGuessableTokens())
        .isTrue();
    Policy shipped = Fixture.shipped();
    assertThatThrownBy(() ->
            new TreatmentSettings(
                shipped, false, true, UserIdKind.ACCOUNT_ID, Set.of(), true, false))
        .hasMessageContaining("user.unique_id");
    assertThat(
            new TreatmentSettings(
                    shipped, false, true, UserIdKind.ACCOUNT_ID, Set.of(), false, false)
                .publicSender())
        .isTrue();
  }

  @Test
  void propertyRuleMustFitWhatTheNameSays() {
    refused("properties:\n  \"$city\": pseudonymize\n", 5, "imprecise.city");
    refused("properties:\n  plan: pseudonymize\n", 5, "user.account.settings");
    refused("properties:\n  \"$email\": {generalize: band}\n", 5, "user.contact.email");
    refused("properties:\n  a.list[].user_email: {generalize: hour}\n", 5, "user.contact.email");
    refused("properties:\n  /time: {generalize: country}\n", 5, "user.behavior");
    refused("properties:\n  github_token: pass\n", 5, "does not fit");
    refused("properties:\n  zzz: pseudonymize\n", 5, "could be guessed");
    refused("properties:\n  \"user_*\": pseudonymize\n", 5, "could be guessed");
    assertThat(
            problems(
                HEAD
                    + "properties:\n"
                    + "  \"u_*\": {category: user.unique_id, treatment: pseudonymize}\n"
                    + "  zzz: {category: org.identifier, treatment: pseudonymize}\n"
                    + "  email: pseudonymize\n"
                    + "  time: {generalize: day}\n"))
        .isEmpty();
  }

  @Test
  void guessableTokensOfPropertyRulesAreRefusedToo() {
    Policy policy = Policy.parse("p", HEAD + "properties: {email: pseudonymize}");
    assertThatThrownBy(() ->
            new TreatmentSettings(
                policy, false, true, UserIdKind.ACCOUNT_ID, Set.of(), false, false))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("user.contact.email");
  }
}
