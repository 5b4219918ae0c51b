package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.AssessedDataSet;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.LinkageAttacks;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.OrganizationTable;
import dev.firebreak.assessment.PeopleTable;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.TraceUnicity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// All that an assessment says, to compare engines by.
record AssessmentOutcome(
    Assessment assessment,
    List<PersonExposure> people,
    List<OrganizationExposure> organizations,
    List<TraceUnicity> traces) {

  /// Assesses.
  ///
  /// @param work where the results are looked at
  static AssessmentOutcome of(DataSetAssessor assessor, AssessmentRequest request, Path work)
      throws Exception {
    try (AssessedDataSet assessed = assessor.open(request)) {
      Assessment assessment = assessed.assessment();
      List<PersonExposure> people = new ArrayList<>();
      List<OrganizationExposure> organizations = new ArrayList<>();
      try (PeopleTable table = PeopleTable.open(assessment.people(), work);
          OrganizationTable cards = OrganizationTable.open(assessment.organizationCards(), work)) {
        table.forEach(people::add);
        cards.forEach(organizations::add);
      }
      return new AssessmentOutcome(
          assessment, people, organizations, new LinkageAttacks(assessed).ownActions(2, 1));
    }
  }

  /// Person by person, each with the whole of what is said of them; then organisations, categories,
  /// counts, risk and attacks.
  void assertSameAs(AssessmentOutcome other) {
    assertThat(people.stream().map(PersonExposure::person))
        .containsExactlyElementsOf(other.people.stream().map(PersonExposure::person).toList());
    for (int i = 0; i < people.size(); i++) {
      assertThat(people.get(i))
          .as("person %d", i)
          .usingRecursiveComparison()
          .isEqualTo(other.people.get(i));
    }
    assertThat(organizations).isEqualTo(other.organizations);
    assertThat(traces).isEqualTo(other.traces);
    assertThat(assessment)
        .usingRecursiveComparison()
        .ignoringFields("people", "organizationCards")
        .isEqualTo(other.assessment);
  }

  /// Being equal says something only where everything occurs.
  void assertEverythingOccurs() {
    assertThat(people.stream().flatMap(person -> person.methods().stream()))
        .contains(
            "token",
            "account_id",
            "email",
            "email_hash",
            "email_rule",
            "phone",
            "device_link",
            "mentioned");
    occurs("ambiguous", person -> person.ambiguous() && person.accounts().size() > 1);
    occurs("without an account", person -> !person.ambiguous() && person.accountId().isEmpty());
    occurs("several accounts of one person", PersonExposure::hasJoinedAccounts);
    occurs(
        "several identifiers joined",
        person ->
            person.identifiers().stream().map(PersonExposure.Identifier::kind).distinct().count()
                > 1);
    occurs("a member of an organization", person -> person.organizationId().isPresent());
    occurs("clear only", person -> person.clear() != 0 && person.tokenized() == 0);
    occurs("tokens", person -> person.tokenized() != 0);
    assertThat(assessment.ambiguous()).isPositive();
    assertThat(assessment.unresolved()).isPositive();
    assertThat(assessment.organizations().unknown()).isPositive();
    assertThat(organizations).hasSizeGreaterThan(5);
    assertThat(traces).isNotEmpty();
    assertThat(assessment.categories()).hasSizeGreaterThan(8);
    assertThat(assessment.risk().quasiIdentifiers()).hasSizeGreaterThan(3);
  }

  private void occurs(String what, Predicate<PersonExposure> kind) {
    assertThat(people).as(what).anyMatch(kind);
  }
}
