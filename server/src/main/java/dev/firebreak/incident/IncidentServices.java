package dev.firebreak.incident;

import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.installation.Installation;
import dev.firebreak.template.Templates;

/// The services of this feature over one installation.
public record IncidentServices(
    Incidents incidents,
    Assessments assessments,
    IncidentDuties duties,
    IncidentReport report,
    VendorLetter letter) {

  /// Wires them with the shipped duty catalogue.
  public static IncidentServices of(Installation installation) {
    Incidents incidents =
        new Incidents(installation.control(), installation.audit(), installation.clock());
    Assessments assessments = new Assessments(installation, incidents);
    IncidentDuties duties =
        new IncidentDuties(
            incidents,
            assessments,
            DutyCatalogue.shipped(),
            installation.config().company().establishment(),
            installation.clock());
    IncidentReport report =
        new IncidentReport(
            incidents,
            assessments,
            duties,
            new Templates(),
            installation.config().company(),
            installation.clock());
    VendorLetter letter =
        new VendorLetter(
            incidents, assessments, installation.config().company(), installation.clock());
    return new IncidentServices(incidents, assessments, duties, report, letter);
  }
}
