package dev.firebreak.assessment;

import static dev.firebreak.assessment.AssessmentFixture.ACCOUNTS;
import static dev.firebreak.assessment.AssessmentFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrganizationsTest {
  @TempDir Path folder;

  private List<OrganizationExposure> cards(Assessment assessment) throws Exception {
    List<OrganizationExposure> cards = new ArrayList<>();
    try (OrganizationTable table =
        OrganizationTable.open(assessment.organizationCards(), folder.resolve("look"))) {
      table.forEach(cards::add);
    }
    return cards;
  }

  @Test
  void cardsSayWhoIsFoundWhoIsAdminAndWhatIsSaid() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "events.json",
                """
                {"event":"P","properties":{"distinct_id":"user-b","org_id":"org-1","time":1762600000,"$city":"Oslo"}}
                {"event":"P","properties":{"distinct_id":"user-b","company":" EK works","time":1762600001}}
                {"event":"P","properties":{"distinct_id":"x-1","company":"Moe Ltd","time":1762700000}}
                {"event":"P","properties":{"distinct_id":"x-1","company":"Elsewhere","time":1762700000}}
                """)
            .accounts(ACCOUNTS)
            .assess();
    List<OrganizationExposure> cards = cards(assessment);

    assertThat(cards)
        .extracting(OrganizationExposure::organization)
        .containsExactly("org-1", "org-2", "Elsewhere");
    OrganizationExposure ek = cards.getFirst();
    assertThat(ek.name()).contains("Ek Works");
    assertThat(ek.members()).isEqualTo(2);
    assertThat(ek.membersFound()).isEqualTo(1);
    assertThat(ek.admins()).containsExactly("user-a");
    assertThat(ek.adminsFound()).isZero();
    assertThat(ek.namedAs()).containsExactly("id", "name");
    assertThat(ek.rows()).isEqualTo(1);
    assertThat(ek.firstSeenMillis()).isEqualTo(1762600000000L);
    assertThat(DataCategory.ofMask(ek.clear())).contains(DataCategory.CITY);
    OrganizationExposure moe = cards.get(1);
    assertThat(moe.membersFound()).isZero();
    assertThat(moe.admins()).containsExactly("user-d");
    assertThat(cards.get(2).known()).isFalse();
    assertThat(assessment.organizations())
        .isEqualTo(new Assessment.Organizations(1, 2, 3, 1, 2, 0));
    assertThat(assessment.found()).isEqualTo(1);
  }

  @Test
  void tokensOfOrganizationsAreResolvedAndOthersStayUnknown() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "rows.json",
                "{\"user_id\":\"x-1\",\"org_id\":\"%s\"}\n{\"user_id\":\"x-2\",\"org_id\":\"%s\"}\n"
                    .formatted(token("org-2"), token("gone")))
            .accounts(ACCOUNTS)
            .tokens(new OrganizationLookup())
            .assess();
    List<OrganizationExposure> cards = cards(assessment);

    assertThat(cards).hasSize(2);
    assertThat(cards.getFirst().organization()).isEqualTo("org-2");
    assertThat(cards.getFirst().namedAs()).containsExactly("id_token");
    assertThat(cards.getFirst().membersFound()).isZero();
    assertThat(cards.get(1).organization()).isEqualTo(token("gone"));
  }

  @Test
  void keyedHashOfAnOrganizationIsRecomputedOverTheDirectory() throws Exception {
    String hash = "fb1hab2c" + "A".repeat(22);
    Assessment assessment =
        new AssessmentFixture(folder)
            .file(
                "e.json",
                "{\"event\":\"x\",\"properties\":{\"distinct_id\":\"user-a\",\"time\":1762600000,"
                    + "\"organization_id\":\""
                    + hash
                    + "\"}}\n")
            .accounts(ACCOUNTS)
            .tokens(new OrganizationLookup().hashing(hash, "org-2"))
            .assess();

    assertThat(cards(assessment))
        .extracting(OrganizationExposure::organization, OrganizationExposure::namedAs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("org-1", java.util.List.of()),
            org.assertj.core.groups.Tuple.tuple("org-2", java.util.List.of("id_token")));
  }

  @Test
  void withoutAccountsOrganizationsAreThoseThatTheFileNames() throws Exception {
    Assessment assessment =
        new AssessmentFixture(folder).file("r.csv", "user_id,company\nx,Ek Works\ny,\n").assess();

    assertThat(cards(assessment)).extracting(OrganizationExposure::known).containsExactly(false);
    assertThat(assessment.organizations().unknown()).isEqualTo(1);
  }

  private static final class OrganizationLookup implements TokenLookup {
    private final Map<String, Identity> hashes = new HashMap<>();

    OrganizationLookup hashing(String token, String organization) {
      hashes.put(token, new Identity("org", organization));
      return this;
    }

    @Override
    public void announce(long tokens, String filesSha256) {}

    @Override
    public Map<String, Identity> resolve(Collection<String> tokens) {
      Map<String, Identity> known = new HashMap<>();
      known.put(token("org-2"), new Identity("org", "org-2"));
      known.keySet().retainAll(tokens);
      return known;
    }

    @Override
    public Map<String, Identity> recompute(Collection<String> accountIds) {
      return Map.of();
    }

    @Override
    public Map<String, Identity> recomputeOrganizations(Collection<String> organizationIds) {
      Map<String, Identity> found = new HashMap<>(hashes);
      found.values().removeIf(identity -> !organizationIds.contains(identity.id()));
      return found;
    }
  }
}
