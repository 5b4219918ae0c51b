package dev.firebreak.console;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.incident.CustodyEntry;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was handed over for an incident, and what was made of it. Public for the template alone.
///
/// @param versions of the findings, the latest first
/// @param mapping what the fields were taken for; empty before any file was read
/// @param documents that lie sealed beside the files: of signed findings, of notifications
public record IncidentFilesView(
    Incident incident,
    List<Version> versions,
    Optional<IncidentMapping.View> mapping,
    List<CustodyEntry> documents) {
  public IncidentFilesView {
    versions = List.copyOf(versions);
    documents = List.copyOf(documents);
  }

  /// The shape that most values of a field have, never a value.
  public String looks(Frame frame, Assessment.Field field) {
    return field.profile().shares().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most ->
            most.getValue() >= 1
                ? most.getKey().key()
                : most.getKey().key() + " " + frame.percent(most.getValue()))
        .orElse("–");
  }

  /// A version of the findings.
  ///
  /// @param files of which it was made
  /// @param morePeople people that it has and the version before had not, less those that it lacks;
  ///   empty of the first
  public record Version(Findings findings, List<CustodyEntry> files, Optional<Long> morePeople) {
    public Version {
      files = List.copyOf(files);
    }

    /// With its sign.
    public String more(Frame frame) {
      return morePeople
          .map(more -> (more < 0 ? "−" : "+") + frame.number(Math.abs(more)))
          .orElse("");
    }
  }
}
