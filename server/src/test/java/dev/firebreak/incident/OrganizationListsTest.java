package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentStatement.Kind;
import dev.firebreak.incident.OrganizationList.Audience;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What organisations are handed about their own members.
class OrganizationListsTest extends OpenIncident {
  private static final OrganizationLists.Wanted ADMINS =
      new OrganizationLists.Wanted(Audience.ADMINS, Set.of());
  private static final OrganizationLists.Wanted BAKERY =
      new OrganizationLists.Wanted(Audience.CONTROLLERS, Set.of("org-1"));

  private OrganizationLists lists;

  @BeforeEach
  void assess() throws IOException {
    incident.addPerson("acct-2", DataCategory.EMAIL.mask());
    incident.addPerson("=acct-1", DataCategory.EMAIL.mask() | DataCategory.CITY.mask());
    incident.organizations.add(card("org-1", "Example Bakery", 2));
    incident.organizations.add(card("org-2", "Example Brewery", 0));
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{}"));
    lists = OrganizationLists.of(incident.installation);
  }

  @Test
  void administratorsGetTheirOwnMembersWithKindsAndNothingElse() {
    OrganizationList list =
        lists.make(incident.officer, ID, ADMINS, "their contract says so").getFirst();
    assertThat(list.csv())
        .isEqualTo(
            "account,name,address,clear,generalized,token\r\n"
                + "\"'=acct-1\",Canary Person,\""
                + IncidentFixture.CANARY
                + "\",\"e-mail address, city\",browser and system,account id\r\n"
                + "acct-2,Canary Person,\""
                + IncidentFixture.CANARY
                + "\",e-mail address,browser and system,account id\r\n");
    assertThat(page(list)).contains("Example Bakery", "acct-2").doesNotContain("Brewery", "org-2");
    assertThat(list.json().toString()).contains("acct-2").doesNotContain("Brewery", "Art. 33(2)");
  }

  @Test
  void onlyOrganizationsWithMembersInTheDataGetAList() {
    assertThat(lists.make(incident.officer, ID, ADMINS, "their contract says so"))
        .extracting(OrganizationList::called)
        .containsExactly("Example Bakery");
  }

  @Test
  void controllerGetsWhatArticle33NeedsWithItsOwnNumbers() {
    state(Kind.NATURE, "confidentiality", "a data set was copied");
    OrganizationList list =
        lists.make(incident.officer, ID, BAKERY, "we process for them").getFirst();
    assertThat(page(list).replaceAll("\\s+", " "))
        .contains(
            "GDPR Art. 33(2)",
            "Loss of confidentiality: a data set was copied",
            "2 of your 5 accounts are in the data",
            "Still to be filled in",
            "nobody has recorded what was done")
        .doesNotContain("Brewery");
    assertThat(list.gaps())
        .extracting(AuthorityNotification.Gap::phrase)
        .contains("measures taken or proposed");
    assertThat(
            ReportTexts.ofPdf(
                report
                    .pages()
                    .pdf(report.pages().handover(list, true), list.result().heading().madeAt())))
        .isNotEmpty();
  }

  @Test
  void decisionIsAuditedBeforeAnybodyIsReadAndStandsAmongTheMeasures() {
    lists.make(incident.officer, ID, BAKERY, "we process for them");
    List<String> actions = incident.auditedActions();
    assertThat(actions).contains("OrganizationListsDecided");
    assertThat(report.result(ID).evidence().measures())
        .extracting(Measure::words)
        .contains(
            "lists of their own members are handed to organizations (controllers): we process for"
                + " them");
  }

  @Test
  void nobodyElseDecidesAndNobodyUnknownIsNamed() {
    assertThatThrownBy(() -> lists.make(incident.responder, ID, ADMINS, "why not"))
        .isInstanceOf(FirebreakException.class);
    assertThatThrownBy(() ->
            lists.make(
                incident.officer,
                ID,
                new OrganizationLists.Wanted(Audience.ADMINS, Set.of("org-9")),
                "asked for"))
        .hasMessageContaining("1 of the organizations");
    assertThatThrownBy(() -> new OrganizationLists.Wanted(Audience.CONTROLLERS, Set.of()))
        .hasMessageContaining("name these customers");
  }

  private String page(OrganizationList list) {
    return report.pages().handover(list, false);
  }

  private void state(Kind kind, String name, String text) {
    incident.duties.state(
        incident.officer, ID, kind, name, true, IncidentStatement.Grounds.of(text));
  }

  private static OrganizationExposure card(String id, String name, long found) {
    return new OrganizationExposure(
        id,
        Optional.of(name),
        true,
        5,
        found,
        List.of("acct-2"),
        1,
        found == 0 ? 0 : 1,
        List.of("id"),
        12,
        DataCategory.EMAIL.mask(),
        DataCategory.USER_AGENT.mask(),
        DataCategory.ACCOUNT_ID.mask(),
        0,
        0);
  }
}
