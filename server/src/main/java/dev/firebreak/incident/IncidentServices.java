package dev.firebreak.incident;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFacts;
import dev.firebreak.installation.Installation;
import dev.firebreak.template.Templates;

/// The services of this feature over one installation.
public record IncidentServices(
    Incidents incidents,
    IncidentStatements statements,
    Assessments assessments,
    IncidentMapping mapping,
    IncidentDuties duties,
    IncidentReport report,
    VendorLetter letter) {

  /// Wires them with the shipped duty catalogue.
  public static IncidentServices of(Installation installation) {
    Incidents incidents =
        new Incidents(installation.control(), installation.audit(), installation.clock());
    Assessments assessments = new Assessments(installation, incidents);
    IncidentStatements statements =
        new IncidentStatements(
            incidents, installation.control(), installation.audit(), installation.clock());
    IncidentDuties duties =
        new IncidentDuties(
            incidents,
            statements,
            assessments,
            DutyCatalogue.shipped(),
            statedBy(installation.config().company()),
            new CatalogueArchive(installation.control(), installation.clock()),
            installation.clock());
    IncidentReport report =
        new IncidentReport(installation, incidents, assessments, duties, new Templates());
    VendorLetter letter = new VendorLetter(incidents, assessments, installation);
    return new IncidentServices(
        incidents,
        statements,
        assessments,
        new IncidentMapping(installation, incidents),
        duties,
        report,
        letter);
  }

  /// What a company states about itself, for its duties.
  static DutyFacts.Company statedBy(FirebreakConfig.Company company) {
    return new DutyFacts.Company(company.establishment(), company.statements());
  }
}
