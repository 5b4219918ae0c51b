package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.AssessmentRequest.KnownLink;
import dev.firebreak.assessment.MappingInput;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.DeviceLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What an installation knows for the assessments of an incident: tokens, links, disclosures.
record AssessmentRequests(Installation installation, Incident incident) {
  /// The request of one assessment; makes the folder of its result.
  ///
  /// @param operator in whose name tokens are resolved
  AssessmentRequest of(
      ConfirmedOperator operator,
      Assessments.Task task,
      LedgerStatement ledger,
      MappingInput mapping,
      Path workFolder)
      throws IOException {
    AuditedTokenLookup tokens =
        new AuditedTokenLookup(
            installation.keys(),
            installation.audit(),
            operator.name(),
            Incidents.subject(incident.id()),
            "assessment of a stolen data set");
    return new AssessmentRequest(
        task.files(),
        task.accounts(),
        tokens,
        consumer ->
            installation
                .ledger()
                .forEachLink(incident.vendor(), link -> consumer.accept(known(link))),
        ledger.disclosed().disclosed(),
        mapping,
        task.rules().emailRules(),
        workFolder,
        Files.createDirectory(workFolder.resolve("result")),
        task.conduct());
  }

  private static KnownLink known(DeviceLink link) {
    return new KnownLink(
        link.device().toString(),
        link.account().toString(),
        link.assertedBy() == AssertedBy.PUBLIC);
  }
}
