package dev.firebreak.incident;

import dev.firebreak.assessment.AssessedDataSet;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.AssessmentStage;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.EventHours;
import dev.firebreak.assessment.KnowledgeLinkage;
import dev.firebreak.assessment.LinkageAttacks;
import dev.firebreak.assessment.LinkageResult;
import dev.firebreak.assessment.OrganizationTable;
import dev.firebreak.assessment.PeopleTable;
import dev.firebreak.assessment.PlantedRecords;
import dev.firebreak.risk.QuasiIdentifier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads a data set on this machine and tries the attackers whose knowledge is given.
public final class LocalDataSetReader implements DataSetReader {
  /// The same people and actions are drawn in every assessment of the same data.
  private static final long SEED = 1;

  private final DataSetAssessor assessor;
  private final OutsideKnowledge knowledge;

  public LocalDataSetReader(DataSetAssessor assessor, OutsideKnowledge knowledge) {
    this.assessor = assessor;
    this.knowledge = knowledge;
  }

  @Override
  public OutsideKnowledge knowledge() {
    return knowledge;
  }

  @Override
  public DataSetReader with(OutsideKnowledge other) {
    return new LocalDataSetReader(assessor, other);
  }

  @Override
  public Reading read(AssessmentRequest request) throws IOException {
    try (AssessedDataSet assessed = assessor.open(request)) {
      Assessment assessment = assessed.assessment();
      request.conduct().progress().at(AssessmentStage.ATTACKS, 0, assessment.rowsRead());
      return new Reading(
          assessment,
          consumer -> {
            try (PeopleTable people = PeopleTable.open(assessment.people(), request.workFolder())) {
              people.forEach(consumer);
            } catch (SQLException e) {
              throw new IOException("the people of the data set could not be read", e);
            }
          },
          consumer -> {
            try (OrganizationTable cards =
                OrganizationTable.open(assessment.organizationCards(), request.workFolder())) {
              cards.forEach(consumer);
            } catch (SQLException e) {
              throw new IOException("the organisations of the data set could not be read", e);
            }
          },
          attacks(new LinkageAttacks(assessed)),
          knowledge.ownActions() == 0
              ? List.of()
              : new LinkageAttacks(assessed).ownActions(knowledge.ownActions(), SEED),
          new Observed(
              EventHours.of(assessed),
              knowledge.canaries().isPresent()
                  ? PlantedRecords.find(assessed, knowledge.canaries().get())
                  : List.of()));
    }
  }

  private List<AttackFigures> attacks(LinkageAttacks attacks) throws IOException {
    List<AttackFigures> figures = new ArrayList<>();
    if (knowledge.profile().isPresent()) {
      LinkageResult result = attacks.publicProfile(knowledge.profile().get());
      figures.add(figures("profile", "public profile: name, employer, city", true, result));
    }
    if (knowledge.actions().isPresent()) {
      LinkageResult result =
          attacks.knownActions(knowledge.actions().get(), LinkageAttacks.TOLERANCE_DEFAULT);
      figures.add(figures("threeActions", "three actions with their times", false, result));
    }
    if (knowledge.olderLeak().isPresent()) {
      LinkageResult result = attacks.olderLeak(knowledge.olderLeak().get());
      figures.add(figures("olderLeak", "an older leak with e-mail addresses", true, result));
    }
    for (Path file : knowledge.fields()) {
      KnowledgeLinkage linkage = attacks.knowledge(file);
      String unused =
          linkage.unusedColumns().isEmpty()
              ? ""
              : "; columns without a meaning here: " + String.join(", ", linkage.unusedColumns());
      figures.add(
          figures(
              "knowledge" + (figures.size() + 1),
              "given fields: " + words(linkage.fields()) + unused,
              true,
              linkage.result()));
    }
    return figures;
  }

  /// Fields by their words, as reports say them; others are named as the columns are.
  private static String words(List<String> fields) {
    return fields.stream()
        .map(field -> QuasiIdentifier.ofKey(field).map(QuasiIdentifier::words).orElse(field))
        .collect(Collectors.joining(", "));
  }

  private static AttackFigures figures(
      String name, String words, boolean publicKnowledge, LinkageResult result) {
    return new AttackFigures(
        name,
        words,
        publicKnowledge,
        result.targets(),
        result.reidentified(),
        result.wrong(),
        result.ambiguous(),
        result.compared(),
        lowered(result));
  }

  private static Optional<AttackFigures.Lowered> lowered(LinkageResult result) {
    return result.loweredTo().isPresent()
        ? Optional.of(
            new AttackFigures.Lowered("times by the hour", result.loweredTo().getAsLong()))
        : Optional.empty();
  }
}
