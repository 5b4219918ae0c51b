package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.policy.Policy;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CounterfactualsTest extends OpenIncident {
  private static final String EXPORT =
      """
      user_id,name,email,country,city,browser,browser_version,plan
      u1,Ines Okafor,ines.okafor@example.org,PT,Porto,Firefox,144,team
      u2,Lars Petit,lars.petit@example.org,PT,Porto,Firefox,143,team
      u3,Noa Quist,noa.quist@example.org,PT,Faro,Firefox,143,team
      u4,Uma Roth,uma.roth@example.org,SE,Lund,Chrome,142,team
      """;
  private static final String POLICY =
      """
      vendor: mixpanel
      default: drop
      unclassified: drop
      categories:
        user.unique_id: pseudonymize
        user.location.imprecise.country: pass
        user.device.user_agent: {generalize: family}
        user.account.settings: pass
      """;

  private Findings findings;

  @BeforeEach
  void assess() throws IOException {
    Path file = Files.writeString(folder.resolve("export.csv"), EXPORT);
    findings =
        incident.assessments.assess(
            incident.responder,
            ID,
            Assessments.Task.stolen(
                List.of(file),
                Optional.empty(),
                new LocalDataSetReader(new DataSetAssessor(256L << 20), OutsideKnowledge.NONE),
                (step, rows) -> {}));
  }

  private Counterfactual under(String policy) {
    return new Counterfactuals(incident.assessments)
        .of(incident.responder, ID, findings, Policy.parse("p.yaml", policy));
  }

  private static long clear(Counterfactual.Side side, DataCategory category) {
    Assessment.CategoryExposure exposure = side.categories().get(category);
    return exposure == null ? 0 : exposure.peopleClear();
  }

  @Test
  void policyThatDropsNamesLeavesNobodyInClear() {
    Counterfactual made = under(POLICY);

    assertThat(clear(made.was(), DataCategory.NAME)).isEqualTo(4);
    assertThat(clear(made.left(), DataCategory.NAME)).isZero();
    assertThat(clear(made.left(), DataCategory.COUNTRY)).isEqualTo(4);
    assertThat(made.left().categories())
        .containsEntry(DataCategory.ACCOUNT_ID, new Assessment.CategoryExposure(0, 0, 4, 0))
        .containsEntry(DataCategory.USER_AGENT, new Assessment.CategoryExposure(0, 4, 0, 0));
    assertThat(made.was().shareDirect()).isEqualTo(1);
    assertThat(made.left().shareDirect()).isZero();
  }

  @Test
  void uniquePeopleAreThoseByTheCoarserFieldsThatAreLeft() {
    Counterfactual made = under(POLICY);

    assertThat(made.was().shareUnique()).hasValue(1);
    assertThat(made.left().shareUnique().getAsDouble()).isCloseTo(0.25, within(1e-12));
    assertThat(made.left().severity().high()).isLessThan(made.was().severity().high());
    assertThat(made.left().severity().circumstances())
        .isEqualTo(made.was().severity().circumstances());
    assertThat(made.bounds()).isNotEmpty();
  }

  @Test
  void policyThatPassesEverythingLeavesWhatIs() {
    Counterfactual made =
        under(
            "vendor: mixpanel\ndefault: drop\nunclassified: pass\ncategories:\n  user: pass\n"
                .replace(
                    "  user: pass\n",
                    "  user.name: pass\n  user.contact.email: pass\n  user.location: pass\n"
                        + "  user.device: pass\n  user.unique_id: pass\n  user.account: pass\n"));

    assertThat(made.left().shareUnique()).isEqualTo(made.was().shareUnique());
    assertThat(clear(made.left(), DataCategory.EMAIL)).isEqualTo(4);
    assertThat(made.left().severity().low()).isEqualTo(made.was().severity().low());
  }

  @Test
  void readingThePeopleIsAudited() {
    int before = incident.auditedActions().size();
    under(POLICY);

    assertThat(incident.auditedActions()).hasSize(before + 1).contains("PeopleRead");
  }

  @Test
  void lureOfAnIncidentHoldsNoRealValue() {
    IncidentLure lure =
        new IncidentLure(incident.installation.config().company(), findings.risk().phishing());
    List<Lure.Side> sides = lure.sides(Optional.of(Policy.parse("p.yaml", POLICY)));
    String html = Lure.html(new Templates(), sides);

    assertThat(sides).hasSize(4);
    assertThat(sides.getFirst().lure().used())
        .contains(DataCategory.NAME, DataCategory.EMAIL, DataCategory.CITY);
    assertThat(sides.get(1).lure().used()).isEmpty();
    assertThat(html)
        .contains(Lure.MARK, "e-mail address")
        .doesNotContain("user.name", "lars.petit", "Quist", "Uma", "Lund", "Faro");
  }

  @Test
  void rankingHasItsMiddleAndItsTop() {
    incident.people.clear();
    long mail = DataCategory.EMAIL.mask();
    incident.people.add(IncidentFixture.person("a", 0, "passkey", "member"));
    incident.people.add(IncidentFixture.person("b", mail, "none", "member"));
    incident.people.add(
        IncidentFixture.person("c", mail | DataCategory.NAME.mask(), "none", "owner"));
    Findings.Phishing phishing = incident.assess(folder.resolve("export.csv")).risk().phishing();

    assertThat(phishing.median().clear()).isEqualTo(mail);
    assertThat(phishing.worst().clear()).isEqualTo(mail | DataCategory.NAME.mask());
    assertThat(phishing.topScore()).isEqualTo(phishing.worst().score());
  }
}
